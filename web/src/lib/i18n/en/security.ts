export const security = {
  'device.name': '{browser} on {system}',
  'device.unknown': 'Unknown device',

  'devices.title': 'Devices',
  'devices.text': 'Everywhere you are signed in. Sign out what you do not know, then change your password.',
  'devices.this': 'This device',
  'devices.used': 'Last used {when}',
  'devices.since': 'signed in {when}',
  'devices.place': 'from the network {place}',
  'devices.signOut': 'Sign out',
  'devices.signOutNamed': 'Sign out {device}',
  'devices.endTitle': 'Sign out {device}?',
  'devices.endText':
    'It ends there within seconds, also in open pages. Type your password to show that it is you.',
  'devices.ended': 'Signed out there.',
  'devices.others': 'Sign out all other devices',
  'devices.othersTitle': 'Sign out all other devices?',
  'devices.othersText': 'Only this device stays signed in. Type your password to show that it is you.',
  'devices.othersEnded': {
    one: 'One other device was signed out.',
    other: '{count} other devices were signed out.',
  },
  'devices.alone': 'You are signed in nowhere else.',

  'reauth.password': 'Your password',
  'reauth.noPassword': 'Type your password.',
  'reauth.next': 'Next',

  'notice.reused':
    'Somebody used a copy of your sign-in of {device}, so it was ended on {when}. If that was not you: change your password, and look at your devices.',
  'notice.devices': 'See your devices',
  'notice.dismiss': 'I have seen it',

  'twoStep.title': 'Two-step sign-in',
  'twoStep.off':
    'Signing in takes only your password. With an authenticator app on your phone it also takes a code that changes every half minute, so a stolen password is not enough.',
  'twoStep.on': 'Signing in takes your password and a code from your authenticator app, since {when}.',
  'twoStep.left': {
    one: 'One backup code is left. Make new ones soon.',
    other: '{count} backup codes are left.',
  },
  'twoStep.none': 'No backup code is left. Make new ones, so that you get in when you lose your phone.',
  'twoStep.setUp': 'Set up',
  'twoStep.setUpTitle': 'Set up two-step sign-in',
  'twoStep.setUpText': 'Type your password first, to show that it is you.',
  'twoStep.scanText':
    'Scan this with your authenticator app, or type the key into it. Then type the code that it shows.',
  'twoStep.qr': 'QR code for your authenticator app',
  'twoStep.key': 'Key',
  'twoStep.code': 'Code from the app',
  'twoStep.noCode': 'Type the six digits that the app shows.',
  'twoStep.confirm': 'Switch on',
  'twoStep.codesTitle': 'Keep your backup codes',
  'twoStep.codesText':
    'If you lose your phone, each of these signs you in once instead of a code from the app. They are shown only now.',
  'twoStep.codes': 'Your backup codes',
  'twoStep.codesFile':
    'Potluck backup codes of {email}\n\n{codes}\n\nEach signs you in once, together with your password, instead of a code from the authenticator app.\n',
  'twoStep.download': 'Download',
  'twoStep.kept': 'I kept them',
  'twoStep.newCodes': 'New backup codes',
  'twoStep.newCodesTitle': 'Make new backup codes?',
  'twoStep.newCodesText': 'The ones that you have now stop working.',
  'twoStep.newCodesConfirm': 'Make new codes',
  'twoStep.switchOff': 'Switch off',
  'twoStep.switchOffTitle': 'Switch off two-step sign-in?',
  'twoStep.switchOffText': 'Your password alone is then enough to sign in.',
  'twoStep.switchedOff': 'Two-step sign-in is off.',
  'twoStep.eitherCode': 'Code from the app, or a backup code',
  'twoStep.noEitherCode': 'Type a code.',

  'signIn.codeText':
    'Your password is right. Now type the code that your authenticator app shows, or one of your backup codes.',
  'signIn.code': 'Code',
  'signIn.noCode': 'Type the code.',
  'signIn.back': 'Back',
} as const;
