export const signingIn = {
  'issuer.continue': 'Continuer avec {name}',
  'issuer.title': 'Connexion avec {name}',
  'issuer.cancelled': 'Tu n’as pas terminé là-bas, rien n’a donc changé ici.',
  'issuer.unlockText':
    '{name} dit que c’est bien toi. Tape maintenant ton mot de passe Potluck : il ouvre tes discussions, et {name} ne le voit jamais.',
  'issuer.signUpTitle': 'Presque fini',
  'issuer.signUpText':
    '{name} te connaît. Choisis maintenant un mot de passe pour tes discussions : il les ferme à tous les autres, aussi à {name}.',
  'issuer.password': 'Mot de passe de tes discussions',
  'issuer.tie': 'Se connecter avec {name}',
  'issuer.untied':
    'Lie ton compte à {name} et connecte-toi là-bas au lieu de taper ton adresse et ton mot de passe. Ton mot de passe ouvre toujours tes discussions.',
  'issuer.tieSubmit': 'Lier à {name}',
  'issuer.tied': 'Ton compte est lié à {name} depuis le {when}.',
  'issuer.untieText': 'Sans ce lien, tu te connectes avec ton adresse et ton mot de passe.',
  'issuer.untie': 'Délier de {name}',
  'issuer.untiedToast': 'Ton compte n’est plus lié à {name}.',
  'issuer.tiedToast': 'Ton compte est lié à {name}.',

  'contentKey.title': 'Clé de chiffrement',
  'contentKey.text':
    'Tes discussions sont scellées avec une clé qui n’est qu’à toi. Si quelqu’un a pu l’obtenir, remplace-la : tout est scellé à nouveau en arrière-plan et reste lisible pendant ce temps.',
  'contentKey.replace': 'Nouvelle clé de chiffrement',
  'contentKey.confirmTitle': 'Remplacer ta clé de chiffrement ?',
  'contentKey.confirmText':
    'Tous les autres appareils sont déconnectés, les clés d’accès demandent une fois ton mot de passe, et tu reçois un nouveau code de récupération.',
  'contentKey.replaced':
    'Ta clé est remplacée. L’ancien code de récupération n’ouvre plus rien ; voici le nouveau :',
  'contentKey.running': 'Scellés à nouveau : {done} sur {total}',
  'contentKey.runningText':
    'Tu peux continuer comme d’habitude. Cela se poursuit tant que tu es connecté, ici ou sur un autre appareil.',
  'contentKey.settling':
    'Tout est scellé avec la nouvelle clé. L’ancienne disparaît après le {when}, quand plus rien ne peut l’utiliser.',

  'signIn.codeReplaced': 'Tu as utilisé ton code de récupération, un nouveau le remplace donc :',
} as const;
