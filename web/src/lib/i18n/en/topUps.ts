export const topUps = {
  'topUp.title': 'More credit',
  'topUp.text':
    'For you alone: used after your part and before you borrow, and never lent. What is left of it goes on to the next month, once.',
  'topUp.have': 'You have {amount} left of what you bought.',
  'topUp.amount': 'How much',
  'topUp.offer': '{credit} of credit for {price}',
  'topUp.order': 'Order',
  'topUp.done': 'Ordered. The credit comes as soon as it is paid.',
  'topUp.there': 'Your balance has paid for it: the credit is there.',
  'topUp.ordered': 'You have ordered {credit} of credit. It comes as soon as {price} are paid.',
  'topUp.processing': 'You have ordered {credit} of credit. Your payment is under way.',
  'topUp.cancel': 'Take the order back',
  'topUp.cancelled': 'The order is taken back.',
  'topUp.lapses': 'An order that is not paid in seven days lapses. Nothing else happens.',
  'credit.toppedUp': 'Extra, bought',
  'credit.lapsing': '{amount} of the extra lapses when this month ends.',
  'usage.toppedUp': 'Extra',
  'billing.kind.top_up': 'Credit that one member bought',
  'problem.top_up_ordered': 'You have ordered credit already. Pay for that, or take the order back.',
  'problem.top_up_processing':
    'A payment of this order is under way. It can be taken back once that has come to nothing.',
} as const;
