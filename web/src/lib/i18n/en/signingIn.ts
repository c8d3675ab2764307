export const signingIn = {
  'issuer.continue': 'Continue with {name}',
  'issuer.title': 'Signing in with {name}',
  'issuer.cancelled': 'You did not finish there, so nothing has changed here.',
  'issuer.unlockText':
    '{name} says that it is you. Now type your password for Potluck: it opens your chats, and {name} never sees it.',
  'issuer.signUpTitle': 'Almost done',
  'issuer.signUpText':
    '{name} knows you. Now choose a password for your chats: it locks them for everybody else, also for {name}.',
  'issuer.password': 'Password for your chats',
  'issuer.tie': 'Sign in with {name}',
  'issuer.untied':
    'Tie your account to {name}, and sign in there instead of typing your address and password. Your password still opens your chats.',
  'issuer.tieSubmit': 'Tie to {name}',
  'issuer.tied': 'Your account is tied to {name} since {when}.',
  'issuer.untieText': 'Without it you sign in with your address and password.',
  'issuer.untie': 'Untie from {name}',
  'issuer.untiedToast': 'Your account is not tied to {name} any more.',
  'issuer.tiedToast': 'Your account is tied to {name}.',

  'contentKey.title': 'Encryption key',
  'contentKey.text':
    'Your chats are sealed with a key of your own. If somebody may have got hold of it, replace it: everything is sealed anew in the background, and stays readable all the while.',
  'contentKey.replace': 'New encryption key',
  'contentKey.confirmTitle': 'Replace your encryption key?',
  'contentKey.confirmText':
    'All other devices are signed out, passkeys ask for your password once, and you get a new recovery code.',
  'contentKey.replaced':
    'Your key is replaced. Your old recovery code opens nothing any more; this is the new one:',
  'contentKey.running': 'Sealed anew: {done} of {total}',
  'contentKey.runningText':
    'You can go on as usual. It continues while you are signed in, here or on another device.',
  'contentKey.settling':
    'Everything is sealed with the new key. The old one goes after {when}, once nothing can use it any more.',

  'signIn.codeReplaced': 'You used your recovery code, so it is replaced by a new one:',
} as const;
