export const security = {
  'device.name': '{browser} sur {system}',
  'device.unknown': 'Appareil inconnu',
  'devices.title': 'Appareils',
  'devices.text':
    'Partout où tu es connecté. Déconnecte ce que tu ne connais pas, puis change ton mot de passe.',
  'devices.this': 'Cet appareil',
  'devices.used': 'Dernière utilisation {when}',
  'devices.since': 'connecté {when}',
  'devices.place': 'depuis le réseau {place}',
  'devices.signOut': 'Déconnecter',
  'devices.signOutNamed': 'Déconnecter {device}',
  'devices.endTitle': 'Déconnecter {device} ?',
  'devices.endText':
    'Cela s’y termine en quelques secondes, aussi dans les pages ouvertes. Saisis ton mot de passe pour montrer que c’est toi.',
  'devices.ended': 'Déconnecté là-bas.',
  'devices.others': 'Déconnecter tous les autres appareils',
  'devices.othersTitle': 'Déconnecter tous les autres appareils ?',
  'devices.othersText':
    'Seul cet appareil reste connecté. Saisis ton mot de passe pour montrer que c’est toi.',
  'devices.othersEnded': {
    one: 'Un autre appareil a été déconnecté.',
    other: '{count} autres appareils ont été déconnectés.',
  },
  'devices.alone': 'Tu n’es connecté nulle part ailleurs.',
  'reauth.password': 'Ton mot de passe',
  'reauth.noPassword': 'Saisis ton mot de passe.',
  'reauth.next': 'Suivant',
  'notice.reused':
    'Quelqu’un a utilisé une copie de ta connexion sur {device}, elle a donc été terminée le {when}. Si ce n’était pas toi : change ton mot de passe et regarde tes appareils.',
  'notice.devices': 'Voir tes appareils',
  'notice.dismiss': 'J’ai vu',
  'twoStep.title': 'Connexion en deux étapes',
  'twoStep.off':
    'Ton mot de passe suffit pour te connecter. Avec une app d’authentification sur ton téléphone, il faut aussi un code qui change chaque demi-minute : un mot de passe volé ne suffit plus.',
  'twoStep.on':
    'Depuis {when}, il faut ton mot de passe et un code de ton app d’authentification pour te connecter.',
  'twoStep.left': {
    one: 'Il reste un code de secours. Crées-en bientôt de nouveaux.',
    other: 'Il reste {count} codes de secours.',
  },
  'twoStep.none':
    'Il ne reste aucun code de secours. Crées-en de nouveaux pour pouvoir entrer si tu perds ton téléphone.',
  'twoStep.setUp': 'Mettre en place',
  'twoStep.setUpTitle': 'Mettre en place la connexion en deux étapes',
  'twoStep.setUpText': 'Saisis d’abord ton mot de passe pour montrer que c’est toi.',
  'twoStep.scanText':
    'Scanne ceci avec ton app d’authentification, ou saisis-y la clé. Saisis ensuite le code qu’elle montre.',
  'twoStep.qr': 'Code QR pour ton app d’authentification',
  'twoStep.key': 'Clé',
  'twoStep.code': 'Code de l’app',
  'twoStep.noCode': 'Saisis les six chiffres que montre l’app.',
  'twoStep.confirm': 'Activer',
  'twoStep.codesTitle': 'Garde tes codes de secours',
  'twoStep.codesText':
    'Si tu perds ton téléphone, chacun te connecte une fois à la place d’un code de l’app. Ils ne sont montrés que maintenant.',
  'twoStep.codes': 'Tes codes de secours',
  'twoStep.codesFile':
    'Codes de secours Potluck de {email}\n\n{codes}\n\nChacun te connecte une fois, avec ton mot de passe, à la place d’un code de l’app d’authentification.\n',
  'twoStep.download': 'Télécharger',
  'twoStep.kept': 'Je les ai gardés',
  'twoStep.newCodes': 'Nouveaux codes de secours',
  'twoStep.newCodesTitle': 'Créer de nouveaux codes de secours ?',
  'twoStep.newCodesText': 'Ceux que tu as maintenant cessent de marcher.',
  'twoStep.newCodesConfirm': 'Créer de nouveaux codes',
  'twoStep.switchOff': 'Désactiver',
  'twoStep.switchOffTitle': 'Désactiver la connexion en deux étapes ?',
  'twoStep.switchOffText': 'Ton mot de passe seul suffit alors pour te connecter.',
  'twoStep.switchedOff': 'La connexion en deux étapes est désactivée.',
  'twoStep.eitherCode': 'Code de l’app, ou code de secours',
  'twoStep.noEitherCode': 'Saisis un code.',
  'signIn.codeText':
    'Ton mot de passe est bon. Saisis maintenant le code que montre ton app d’authentification, ou un de tes codes de secours.',
  'signIn.code': 'Code',
  'signIn.noCode': 'Saisis le code.',
  'signIn.back': 'Retour',
} as const;
