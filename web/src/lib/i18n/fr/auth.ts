export const auth = {
  'welcome.title': 'Partagez une formule d’IA. Garde tes discussions pour toi.',
  'welcome.text':
    'Deux, trois ou cinq personnes partagent une formule. Chacune a son propre crédit et une discussion que personne d’autre ne peut lire.',
  'welcome.signUp': 'Créer un compte',
  'welcome.signIn': 'Se connecter',
  'welcome.private': 'Privé',
  'welcome.privateText':
    'Toi seul peux ouvrir tes discussions : ni les autres, ni qui dirige le groupe, ni qui tient le serveur.',
  'welcome.fair': 'Équitable',
  'welcome.fairText':
    'La part que tu paies est toujours à toi. Ce que quelqu’un n’utilise pas est prêté, et jamais dépensé deux fois.',
  'welcome.exact': 'Exact',
  'welcome.exactText': 'Chaque centime et chaque jeton est compté, et tout le monde voit les mêmes chiffres.',
  'welcome.plans': 'Ce que cela coûte ici',
  'welcome.planEach': '{amount} par personne',
  'welcome.planTotal': '{seats} personnes, {amount} par mois ensemble',
  'welcome.new': 'Ce serveur est nouveau. Le premier compte en devient l’opérateur.',
  'welcome.demo':
    'Aucun fournisseur d’IA n’est encore relié à ce serveur : un modèle de démonstration répond.',
  'signUp.title': 'Crée ton compte',
  'signUp.operator':
    'Tu es la première personne ici, tu tiens donc ce serveur : tu confirmes les paiements faits à la main.',
  'signUp.name': 'Ton nom',
  'signUp.nameHint': 'Comme te connaissent les gens avec qui tu partages.',
  'signUp.email': 'Adresse e-mail',
  'signUp.password': 'Mot de passe',
  'signUp.passwordHint':
    'Au moins 10 caractères. Il verrouille aussi tes discussions, donc personne ne peut le retrouver pour toi.',
  'signUp.submit': 'Créer le compte',
  'signUp.have': 'Tu as déjà un compte ?',
  'signUp.signIn': 'Se connecter',
  'signUp.noName': 'Dis-nous ton nom.',
  'signUp.noEmail': 'Une adresse e-mail ressemble à nom@example.org.',
  'signUp.shortPassword': {
    one: 'Encore un caractère : il en faut au moins 10.',
    other: 'Encore {count} caractères : il en faut au moins 10.',
  },
  'signUp.taken': 'Se connecter avec cette adresse',
  'password.show': 'Afficher le mot de passe',
  'password.hide': 'Masquer le mot de passe',
  'recovery.title': 'Garde ton code de récupération',
  'recovery.text':
    'Si un jour tu oublies ton mot de passe, ce code rouvre tes discussions. Personne d’autre ne l’a, nous non plus, et il n’est montré que maintenant.',
  'recovery.code': 'Ton code de récupération',
  'recovery.download': 'Télécharger',
  'recovery.file':
    'Code de récupération Potluck de {email}\n\n{code}\n\nIl ouvre tes discussions si tu oublies ton mot de passe. Garde-le là où toi seul regardes.\n',
  'recovery.kept': 'Je l’ai gardé',
  'recovery.operator': 'Tu tiens ce serveur : c’est son premier compte.',
  'signIn.title': 'Content de te revoir',
  'signIn.submit': 'Se connecter',
  'signIn.none': 'Nouveau ici ?',
  'signIn.signUp': 'Créer un compte',
  'signIn.noPassword': 'Saisis ton mot de passe.',
  'invited.by': '{name} t’invite dans {group}.',
  'invited.back': 'Ensuite, tu reviens à l’invitation.',
  'expired.title': 'Connecte-toi pour continuer',
  'expired.text':
    'Tu as été déconnecté par sécurité. Ce que tu faisais est encore là et reprend dès ton retour.',
  'expired.other': 'Se déconnecter',
  'aside.private': 'Personne ne peut lire tes discussions',
  'aside.privateText':
    'Elles sont scellées par une clé que seul ton mot de passe ou ton code de récupération ouvre. Les autres voient ce que cela coûte, jamais ce que tu as écrit.',
} as const;
