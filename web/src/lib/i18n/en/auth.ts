export const auth = {
  'welcome.title': 'Share one AI plan. Keep your chats to yourself.',
  'welcome.text':
    'Two, three or five people split one plan. Each has credit of their own, and a chat that nobody else can read.',
  'welcome.signUp': 'Create an account',
  'welcome.signIn': 'Sign in',
  'welcome.private': 'Private',
  'welcome.privateText':
    'Only you can open your chats: not the others, not the group’s owner, not who runs the server.',
  'welcome.fair': 'Fair',
  'welcome.fairText':
    'The share you pay for is always yours. What somebody leaves unused is lent, and never spent twice.',
  'welcome.exact': 'Exact',
  'welcome.exactText': 'Every cent and every token adds up, and everybody sees the same numbers.',
  'welcome.plans': 'What it costs here',
  'welcome.planEach': '{amount} each',
  'welcome.planTotal': '{seats} people, {amount} a month together',
  'welcome.new': 'This server is new. The first account becomes its operator.',
  'welcome.demo': 'No AI vendor is connected to this server yet: a demo model answers.',

  'signUp.title': 'Create your account',
  'signUp.operator':
    'You are the first here, so you will be this server’s operator: you confirm payments that are made by hand.',
  'signUp.name': 'Your name',
  'signUp.nameHint': 'As the people you share with know you.',
  'signUp.email': 'Email address',
  'signUp.password': 'Password',
  'signUp.passwordHint': 'At least 10 characters. It locks your chats too, so nobody can look it up for you.',
  'signUp.submit': 'Create account',
  'signUp.have': 'You have an account?',
  'signUp.signIn': 'Sign in',
  'signUp.noName': 'Tell us your name.',
  'signUp.noEmail': 'An email address looks like name@example.org.',
  'signUp.shortPassword': {
    one: 'One more character, please: it takes at least 10.',
    other: '{count} more characters, please: it takes at least 10.',
  },
  'signUp.taken': 'Sign in with this address',

  'password.show': 'Show the password',
  'password.hide': 'Hide the password',

  'password.change': 'Change your password',
  'password.changeText': 'Your chats stay readable. Every other device is signed out.',
  'password.current': 'Current password',
  'password.new': 'New password',
  'password.newHint': 'At least 10 characters; a few words together are good.',
  'password.submit': 'Change password',
  'password.changed': 'Your password is changed; other devices are signed out.',

  'forgot.title': 'Forgot your password?',
  'forgot.text':
    'We mail you a link to set a new one. Your chats stay readable with your recovery code, or in a browser that is still signed in.',
  'forgot.submit': 'Mail me a link',
  'forgot.sent':
    'If {email} has an account here, a mail is on its way. The link in it works for an hour, once.',
  'forgot.noMail':
    'This server sends no mail. Ask whoever runs it for a link: they make one with “potluck admin reset-link”. Your chats stay readable with your recovery code, or in a browser that is still signed in.',
  'forgot.back': 'Back to signing in',

  'reset.title': 'Set a new password',
  'reset.again': 'Ask for a new link',
  'reset.signedInHere': 'You are still signed in here, so your chats stay readable.',
  'reset.codeHint': 'Eight groups of four, shown when you signed up. It keeps your chats readable.',
  'reset.noCode': 'Type your recovery code.',
  'reset.withoutCode': 'I do not have my recovery code',
  'reset.withCode': 'I have my recovery code after all',
  'reset.warningTitle': 'All your chats so far will be sealed',
  'reset.warning':
    'Nobody can open them for you, also not who runs this server. You start with an empty history. If you find the code later, or remember the old password, you can unlock them in the settings.',
  'reset.submit': 'Set new password',
  'reset.submitSealed': 'Set new password and seal my chats',
  'reset.doneKept':
    'Your new password is set, and your chats are kept. All devices are signed out. Your recovery code is a new one:',
  'reset.doneSealed':
    'Your new password is set. Your chats so far are sealed: keep the old recovery code if you ever find it. From now on there is a new one:',

  'verify.title': 'Confirm your address',
  'verify.done': 'Your address is confirmed.',
  'verify.goOn': 'Go on',
  'verify.ask': 'Confirm {email} by the link in the mail that you got.',
  'verify.again': 'Mail it again',
  'verify.mailed': 'A new mail is on its way.',

  'signUp.closed': 'Nobody new can sign up here. Ask whoever runs this server.',
  'signUp.invited':
    'You need an invitation to sign up here. Open the link that you got from somebody in a group.',

  'unlock.title': 'Unlock your earlier chats',
  'unlock.text':
    'Your password was lost on {day}. What you wrote before is sealed, and opens with the recovery code or the password of that time.',
  'unlock.codeHint': 'The one from before, not the newest.',
  'unlock.password': 'Password of that time',
  'unlock.byPassword': 'I remember the old password instead',
  'unlock.byCode': 'I have the old recovery code instead',
  'unlock.submit': 'Unlock',
  'unlock.done': 'Your earlier chats are open again.',

  'recovery.renew': 'Recovery code',
  'recovery.renewText':
    'It opens your chats if you ever forget your password. If somebody else may have seen it, or you lost it, make a new one: the old one ends.',
  'recovery.renewSubmit': 'Make a new code',
  'recovery.title': 'Keep your recovery code',
  'recovery.text':
    'If you ever forget your password, this code opens your chats again. Nobody else has it, we neither, and it is shown only now.',
  'recovery.code': 'Your recovery code',
  'recovery.download': 'Download',
  'recovery.file':
    'Potluck recovery code of {email}\n\n{code}\n\nIt opens your chats if you forget your password. Keep it where only you look.\n',
  'recovery.kept': 'I kept it',
  'recovery.operator': 'You are this server’s operator: its first account.',

  'signIn.title': 'Welcome back',
  'signIn.submit': 'Sign in',
  'signIn.none': 'New here?',
  'signIn.signUp': 'Create an account',
  'signIn.forgot': 'Forgot your password?',
  'signIn.noPassword': 'Type your password.',

  'invited.by': '{name} invites you to {group}.',
  'invited.back': 'After this you are back at the invitation.',

  'expired.title': 'Sign in to go on',
  'expired.text':
    'You have been signed out for safety. What you were doing is still here, and goes on once you are back.',
  'expired.other': 'Sign out instead',

  'aside.private': 'Nobody can read your chats',
  'aside.privateText':
    'They are sealed with a key that only your password or your recovery code can open. Others see what things cost, never what you wrote.',
} as const;
