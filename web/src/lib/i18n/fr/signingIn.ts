export const signingIn = {
  'issuer.continue': 'Continuer avec {name}',
  'issuer.title': 'Connexion avec {name}',
  'issuer.cancelled': 'Vous n’avez pas terminé là-bas, rien n’a donc changé ici.',
  'issuer.unlockText':
    '{name} dit que c’est bien vous. Tapez maintenant votre mot de passe Potluck : il ouvre vos discussions, et {name} ne le voit jamais.',
  'issuer.signUpTitle': 'Presque fini',
  'issuer.signUpText':
    '{name} vous connaît. Choisissez maintenant un mot de passe pour vos discussions : il les ferme à tous les autres, aussi à {name}.',
  'issuer.password': 'Mot de passe de vos discussions',
  'issuer.tie': 'Se connecter avec {name}',
  'issuer.untied':
    'Liez votre compte à {name} et connectez-vous là-bas au lieu de taper votre adresse et votre mot de passe. Votre mot de passe ouvre toujours vos discussions.',
  'issuer.tieSubmit': 'Lier à {name}',
  'issuer.tied': 'Votre compte est lié à {name} depuis le {when}.',
  'issuer.untieText': 'Sans ce lien, vous vous connectez avec votre adresse et votre mot de passe.',
  'issuer.untie': 'Délier de {name}',
  'issuer.untiedToast': 'Votre compte n’est plus lié à {name}.',
  'issuer.tiedToast': 'Votre compte est lié à {name}.',

  'contentKey.title': 'Clé de chiffrement',
  'contentKey.text':
    'Vos discussions sont scellées avec une clé qui n’est qu’à vous. Si quelqu’un a pu l’obtenir, remplacez-la : tout est scellé à nouveau en arrière-plan et reste lisible pendant ce temps.',
  'contentKey.replace': 'Nouvelle clé de chiffrement',
  'contentKey.confirmTitle': 'Remplacer votre clé de chiffrement ?',
  'contentKey.confirmText':
    'Tous les autres appareils sont déconnectés, les clés d’accès demandent une fois votre mot de passe, et vous recevez un nouveau code de récupération.',
  'contentKey.replaced':
    'Votre clé est remplacée. L’ancien code de récupération n’ouvre plus rien ; voici le nouveau :',
  'contentKey.running': 'Scellés à nouveau : {done} sur {total}',
  'contentKey.runningText':
    'Vous pouvez continuer comme d’habitude. Cela se poursuit tant que vous êtes connecté, ici ou sur un autre appareil.',
  'contentKey.settling':
    'Tout est scellé avec la nouvelle clé. L’ancienne disparaît après le {when}, quand plus rien ne peut l’utiliser.',

  'signIn.codeReplaced': 'Vous avez utilisé votre code de récupération, un nouveau le remplace donc :',
} as const;
