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
  'problem.reference': 'Référence pour l’opérateur : {id}',
  'problem.second_factor_wrong': 'Ce code n’est pas bon, ou a déjà servi. Attends le suivant et réessaie.',
  'problem.too_many_api_keys': 'Vous avez autant de clés que possible. Révoquez-en une qui ne sert plus.',
  'problem.own_cap_reached':
    'C’est plus que ce que vous vous permettez. Relevez vos propres limites sur la page d’utilisation, ou posez une question plus courte.',
} as const;
