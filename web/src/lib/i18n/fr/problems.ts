export const problems = {
  'problem.network':
    'Pas de connexion au serveur. Rien de ce que tu as écrit n’est perdu ; réessaie dans un instant.',
  'problem.unavailable':
    'Le serveur ne répond pas en ce moment. Rien de ce que tu as écrit n’est perdu ; réessaie dans un instant.',
  'problem.unknown': 'Quelque chose a échoué. Réessaie.',
  'problem.unreadable_answer':
    'La réponse n’a pas pu être lue. Réessaie ; si cela persiste, recharge la page.',
  'problem.fault':
    'Quelque chose a échoué dans cette page elle-même, pas dans ta connexion. Recharge-la et réessaie ; si cela persiste, préviens qui tient ce serveur.',
  'problem.invalid_credentials':
    'Cette adresse et ce mot de passe ne vont pas ensemble. Vérifie les deux et réessaie.',
  'problem.issuer_over': 'Cette connexion a pris trop de temps ou a déjà servi. Recommence.',
  'problem.issuer_refused': 'L’autre connexion n’a pas été acceptée. Recommence.',
  'problem.issuer_unreachable':
    'L’autre connexion ne répond pas pour le moment. Réessaie dans un instant, ou demande à la personne qui gère ce serveur.',
  'problem.issuer_required':
    'Tu as créé ce compte avec une autre connexion. Utilise-la ; ton mot de passe ouvre ensuite tes discussions.',
  'problem.issuer_taken': 'Un autre compte ici y est déjà lié. Connecte-toi avec celui-ci.',
  'problem.issuer_linked': 'Ton compte est déjà lié.',
  'problem.rotation_running': 'Ta clé est déjà en cours de remplacement. Attends la fin.',
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
  'problem.already_answered': 'Tu as déjà répondu ; il n’y a rien d’autre à faire.',
  'problem.already_leaving': 'Ce membre part déjà.',
  'problem.already_started': 'Ce groupe a déjà commencé ; il n’y a rien à faire.',
  'problem.body_cut': 'Ce n’est pas arrivé entier. Renvoie-le.',
  'problem.body_late': 'C’est arrivé trop lentement. Renvoie-le avec une meilleure connexion.',
  'problem.body_too_large': 'C’est trop long. Raccourcis et réessaie.',
  'problem.context_too_long':
    'La conversation est trop longue pour ce modèle. Commences-en une autre ou choisis un autre modèle.',
  'problem.conversation_busy': 'Une réponse est encore en cours ici. Attends-la ou arrête-la d’abord.',
  'problem.credit_exhausted':
    'Ton crédit ne suffit pas. Il en arrive chaque jour ; la page d’utilisation dit combien.',
  'problem.cross_site': 'Cela venait d’un autre site et n’a pas été fait. Recharge la page et réessaie.',
  'problem.forbidden': 'Seul le propriétaire du groupe peut faire cela.',
  'problem.group_forming': 'Le groupe n’a pas encore commencé. Invite les autres ou fais-le démarrer.',
  'problem.history_would_be_sealed':
    'Tes chats seraient scellés. Confirme-le ou utilise ton code de récupération.',
  'problem.leaving': 'Tu quittes ce groupe. Annule d’abord ce départ.',
  'problem.mail_unavailable': 'Ce serveur n’envoie pas d’e-mails.',
  'problem.malformed_json': 'La requête n’a pas pu être lue. Recharge la page et réessaie.',
  'problem.malformed_request': 'L’adresse n’est pas bonne. Recharge la page et réessaie.',
  'problem.method_not_allowed': 'Cela ne peut pas se faire ici. Recharge la page et réessaie.',
  'problem.model_not_in_plan': 'La formule de ce groupe ne comprend pas ce modèle. Choisis-en un autre.',
  'problem.model_unknown': 'Ce modèle n’existe plus. Choisis-en un autre.',
  'problem.more_than_owed': 'C’est plus que ce qui t’est dû. Indique moins.',
  'problem.no_period': 'Aucun mois n’est en cours dans ce groupe. Attends le prochain.',
  'problem.not_asked': 'Ce partage n’augmente pas ta part et ne t’attend donc pas.',
  'problem.not_found': 'Il n’y a rien ici, ou ce n’est pas à toi.',
  'problem.passkeys_unavailable': 'Les clés d’accès ne fonctionnent pas à l’adresse de ce serveur.',
  'problem.payload_conflict': 'Cela a déjà été envoyé avec un autre contenu. Recharge la page et réessaie.',
  'problem.payment_method_unavailable':
    'Ce serveur n’accepte pas les cartes. Paie directement et dis-le ici.',
  'problem.payment_not_claimable':
    'Il n’y a rien à payer ici pour l’instant : c’est payé ou en attente de réponse.',
  'problem.payment_settled': 'Ce paiement a déjà reçu une réponse ; il n’y a rien à faire.',
  'problem.plan_unavailable': 'La formule de ce groupe n’est plus proposée. Crée un nouveau groupe.',
  'problem.proposal_open': 'Un autre partage attend une réponse. Réponds-y ou fais-le retirer d’abord.',
  'problem.proposal_over': 'Cette proposition n’est plus ouverte. Propose de nouveau.',
  'problem.request_in_progress': 'C’est déjà en cours. Attends un instant.',
  'problem.second_factor_enabled': 'La connexion en deux étapes est déjà activée.',
  'problem.second_factor_not_begun': 'Recommence la configuration de la connexion en deux étapes.',
  'problem.second_factor_not_enabled': 'La connexion en deux étapes n’est pas activée.',
  'problem.share_not_coverable': 'Il n’y a rien à couvrir ici : c’est payé ou en attente de réponse.',
  'problem.share_past_due': 'Ta part est en retard. Tu pourras utiliser le crédit dès qu’elle sera payée.',
  'problem.split_empty': 'Quelqu’un doit payer. Donne une part à une personne au moins.',
  'problem.split_incomplete': 'Indique ce que paie chaque membre, même si ce n’est rien.',
  'problem.split_negative': 'Personne ne peut payer moins que rien.',
  'problem.split_over': 'Au total, c’est trop. Réduis.',
  'problem.split_stranger': 'Le partage nomme quelqu’un qui n’est plus membre. Recharge la page.',
  'problem.split_too_large': 'Ces nombres sont trop grands.',
  'problem.split_under': 'Au total, c’est trop peu. Augmente.',
  'problem.token_expired': 'Ta connexion doit être renouvelée. Réessaie.',
  'problem.too_many_attempts': 'Trop d’essais. Attends quelques minutes, puis réessaie.',
  'problem.too_many_invitations': 'Trop d’invitations sont ouvertes. Retires-en une d’abord.',
  'problem.unauthenticated': 'Connecte-toi pour continuer.',
  'problem.unsupported_media_type': 'La requête n’a pas pu être lue. Recharge la page et réessaie.',
  'problem.vault_locked':
    'Tes chats sont verrouillés sur cet appareil. Entre ton mot de passe pour les ouvrir.',
  'problem.wrong_host': 'Ce serveur est joignable à une autre adresse. Demande à qui le gère.',
  'problem.no_card': 'Il n’y a pas de carte à débiter. Enregistres-en une d’abord.',
  'problem.payment_vendor_unavailable':
    'Le prestataire de paiement ne répond pas en ce moment. Rien n’a été débité ; réessaie dans un instant.',
  'problem.attachment_in_use': 'Ce fichier appartient déjà à un message. Supprime plutôt le message.',
  'problem.busy': 'Le serveur est occupé. Réessaie dans une minute.',
  'problem.group_over': 'Ce groupe est terminé. Crée-en un nouveau.',
  'problem.issuer_not_linked': 'Ton compte n’est lié à aucune autre connexion.',
  'problem.issuer_unavailable':
    'Ce serveur n’a pas d’autre connexion. Utilise ton adresse et ton mot de passe.',
  'problem.leap_out_of_range': 'Avance l’horloge de 1 à 36 fois d’un coup.',
  'problem.job_not_failed': 'Cette tâche attend ou est en cours ; il n’y a rien à faire.',
  'problem.leap_too_far': 'Un bac à sable peut avoir dix ans d’avance au plus. Crée-en un nouveau.',
  'problem.more_than_balance': 'C’est plus que le solde. Indique moins.',
  'problem.same_plan': 'Le groupe a déjà cette formule.',
  'problem.still_a_member': 'Le solde d’un membre paie sa prochaine part. Il n’est pas reversé.',
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
  'problem.passkey_of_another':
    'Cette clé d’accès est à quelqu’un d’autre. Prends une des tiennes ou ton mot de passe, ou déconnecte-toi d’abord.',
  'problem.passkey_failed':
    'Ton navigateur n’a pas pu utiliser de clé d’accès ici. Essaies-en une autre, ou prends ton mot de passe.',
  'problem.too_many_api_keys': 'Tu as autant de clés que possible. Révoques-en une qui ne sert plus.',
  'problem.own_cap_reached':
    'C’est plus que ce que tu te permets. Relève tes propres limites sur la page d’utilisation, ou pose une question plus courte.',
  'field.required': 'Remplis ce champ.',
  'field.too_short': 'Mets au moins {count} caractères.',
  'field.too_long': 'Mets au plus {count} caractères.',
  'field.too_many': 'Au plus {count} à la fois.',
  'field.too_many_bytes':
    'C’est trop long : mets au plus {count} octets. Les lettres accentuées et d’autres signes en prennent de deux à quatre.',
  'field.not_one_line': 'Mets une seule ligne de texte simple.',
  'field.not_an_email': 'Donne une adresse e-mail, comme ann@example.org.',
  'field.too_common':
    'C’est un des mots de passe qu’on devine en premier. Quelques mots ensemble, c’est bien.',
  'field.too_personal':
    'Tout le monde pourrait le deviner : c’est ton nom ou ton adresse. Quelques mots ensemble, c’est bien.',
  'field.not_positive': 'Donne plus que rien, ou laisse vide.',
  'field.in_the_past': 'Donne un moment à venir.',
  'field.opens_nothing': 'Aucune de tes anciennes discussions ne s’ouvre avec cela.',
  'field.out_of_range': 'C’est trop ou trop peu.',
  'field.unknown': 'Cela n’existe plus.',
  'field.invalid': 'Cela n’a pas la bonne forme.',
} as const;
