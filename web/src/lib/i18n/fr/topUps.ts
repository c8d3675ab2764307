export const topUps = {
  'topUp.title': 'Plus de crédit',
  'topUp.text':
    'Pour toi seul : utilisé après ta part et avant d’emprunter, jamais prêté. Ce qui reste passe au mois suivant, une seule fois.',
  'topUp.have': 'Il te reste {amount} de ce que tu as acheté.',
  'topUp.amount': 'Combien',
  'topUp.offer': '{credit} de crédit pour {price}',
  'topUp.order': 'Commander',
  'topUp.done': 'Commandé. Le crédit arrive dès que c’est payé.',
  'topUp.there': 'Ton solde l’a payé : le crédit est là.',
  'topUp.ordered': 'Tu as commandé {credit} de crédit. Il arrive dès que {price} sont payés.',
  'topUp.processing': 'Tu as commandé {credit} de crédit. Ton paiement est en cours.',
  'topUp.cancel': 'Retirer la commande',
  'topUp.cancelled': 'La commande est retirée.',
  'topUp.lapses': 'Une commande qui n’est pas payée en sept jours expire. Rien d’autre ne se passe.',
  'credit.toppedUp': 'Supplément acheté',
  'credit.lapsing': '{amount} du supplément expirent à la fin de ce mois.',
  'usage.toppedUp': 'Supplément',
  'billing.kind.top_up': 'Crédit acheté par un membre',
  'problem.top_up_ordered': 'Tu as déjà commandé du crédit. Paie-le ou retire la commande.',
  'problem.top_up_processing':
    'Un paiement de cette commande est en cours. Elle pourra être retirée s’il n’aboutit pas.',
} as const;
