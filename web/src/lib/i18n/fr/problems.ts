export const problems = {
  'problem.network':
    'Pas de connexion au serveur. Rien de ce que tu as écrit n’est perdu ; réessaie dans un instant.',
  'problem.unavailable':
    'Le serveur ne répond pas en ce moment. Rien de ce que tu as écrit n’est perdu ; réessaie dans un instant.',
  'problem.unknown': 'Quelque chose a échoué. Réessaie.',
  'problem.unreadable_answer':
    'La réponse n’a pas pu être lue. Réessaie ; si cela persiste, recharge la page.',
  'problem.invalid_credentials':
    'Cette adresse et ce mot de passe ne vont pas ensemble. Vérifie les deux et réessaie.',
  'problem.email_taken': 'Il y a déjà un compte avec cette adresse. Connecte-toi.',
  'problem.wrong_password': 'Ce n’est pas ton mot de passe.',
  'problem.internal':
    'Quelque chose a échoué sur le serveur. Rien de ce que tu as écrit n’est perdu ; réessaie.',
  'problem.shutting_down': 'Le serveur redémarre. Réessaie dans un instant.',
  'problem.seat_taken':
    'Quelqu’un d’autre vient de prendre la dernière place. L’invitation reste ouverte : tu peux encore rejoindre quand une place se libère.',
  'problem.already_member': 'Tu es déjà dans ce groupe.',
  'problem.invitation_used': 'Cette invitation a déjà servi. Demandes-en une autre.',
  'problem.invitation_expired': 'Cette invitation a expiré. Demandes-en une autre.',
  'problem.invitation_revoked': 'Cette invitation a été reprise. Demandes-en une autre.',
  'problem.last_operator':
    'Personne d’autre ne gère ce serveur. Nomme d’abord quelqu’un d’autre, ensuite tu peux fermer ton compte.',
  'problem.owner_must_hand_over': 'Confie d’abord le groupe à quelqu’un d’autre, ensuite tu peux partir.',
  'problem.no_card': 'Il n’y a pas de carte à débiter. Enregistres-en une d’abord.',
  'problem.payment_vendor_unavailable':
    'Le prestataire de paiement ne répond pas en ce moment. Rien n’a été débité ; réessaie dans un instant.',
  'problem.reference': 'Référence pour l’opérateur : {id}',
  'problem.second_factor_wrong': 'Ce code n’est pas bon, ou a déjà servi. Attends le suivant et réessaie.',
  'problem.password_changed': 'Le mot de passe vient d’être changé. Connecte-toi avec le nouveau.',
  'problem.link_over': 'Ce lien a déjà servi ou a expiré. Demandes-en un nouveau.',
  'problem.wrong_recovery_code':
    'Ce code n’ouvre pas tes discussions. Vérifie-le lettre par lettre ; il a huit groupes de quatre.',
  'problem.history_sealed':
    'Cette discussion est scellée depuis la perte de ton mot de passe. Déverrouille-la dans les réglages avec le code de récupération de l’époque.',
  'problem.invitation_needed':
    'Il faut une invitation pour créer un compte ici. Ouvre à nouveau le lien de la tienne.',
  'problem.sign_up_closed':
    'Personne de nouveau ne peut créer de compte ici. Adresse-toi à qui tient ce serveur.',
  'problem.email_unverified':
    'Confirme ta propre adresse avant de faire envoyer d’autres invitations par e-mail. Les liens que tu transmets toi-même ne sont pas limités.',
  'problem.passkey_refused':
    'Cette clé d’accès n’a pas été acceptée. Réessaie, ou connecte-toi avec ton mot de passe.',
  'problem.passkey_cancelled':
    'Aucune clé d’accès n’a été choisie. Réessaie, ou connecte-toi avec ton mot de passe.',
  'problem.passkey_known': 'Cette clé d’accès est déjà sur ton compte.',
  'problem.passkey_failed':
    'Ton navigateur n’a pas pu utiliser de clé d’accès ici. Essaies-en une autre, ou prends ton mot de passe.',
  'problem.too_many_api_keys': 'Vous avez autant de clés que possible. Révoquez-en une qui ne sert plus.',
  'problem.own_cap_reached':
    'C’est plus que ce que vous vous permettez. Relevez vos propres limites sur la page d’utilisation, ou posez une question plus courte.',
} as const;
