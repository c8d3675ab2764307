export const causes = {
  'cause.server_stopped': 'Le serveur s’est arrêté avant que la réponse soit entière.',
  'cause.took_too_long': 'La réponse a pris trop de temps.',
  'cause.answer_too_long': 'La réponse était trop longue : demandes-en une plus courte.',
  'cause.content_refused': 'Le modèle a refusé de répondre. Demande autrement, ou choisis un autre modèle.',
  'cause.file_unreadable': 'Une image n’a pas pu être lue. Réessaie, ou renvoie l’image.',
  'cause.answer_interrupted': 'Le fournisseur d’IA s’est interrompu.',
  'cause.provider_busy': 'Le fournisseur d’IA est surchargé. Réessaie dans une minute.',
  'cause.context_too_long': 'La conversation est trop longue pour ce modèle. Commences-en une nouvelle.',
  'cause.model_unknown': 'Le fournisseur d’IA n’a plus ce modèle. Choisis-en un autre.',
  'cause.provider_unavailable':
    'Le fournisseur d’IA est injoignable ou n’a pas répondu. Réessaie, ou choisis un autre modèle.',
};
