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
