export const topUps = {
  'topUp.title': 'Mehr Guthaben',
  'topUp.text':
    'Nur für dich: Es wird nach deinem Anteil und vor dem Leihen verbraucht und nie verliehen. Was übrig bleibt, geht einmal in den nächsten Monat über.',
  'topUp.have': 'Von deinem gekauften Guthaben sind noch {amount} übrig.',
  'topUp.amount': 'Wie viel',
  'topUp.offer': '{credit} Guthaben für {price}',
  'topUp.order': 'Bestellen',
  'topUp.done': 'Bestellt. Das Guthaben kommt, sobald es bezahlt ist.',
  'topUp.there': 'Dein Kontostand hat es bezahlt: Das Guthaben ist da.',
  'topUp.ordered': 'Du hast {credit} Guthaben bestellt. Es kommt, sobald {price} bezahlt sind.',
  'topUp.processing': 'Du hast {credit} Guthaben bestellt. Deine Zahlung läuft.',
  'topUp.cancel': 'Bestellung zurücknehmen',
  'topUp.cancelled': 'Die Bestellung ist zurückgenommen.',
  'topUp.lapses': 'Eine Bestellung, die nicht in sieben Tagen bezahlt ist, verfällt. Sonst passiert nichts.',
  'credit.toppedUp': 'Zusätzlich gekauft',
  'credit.lapsing': 'Davon verfallen {amount} am Ende dieses Monats.',
  'usage.toppedUp': 'Extra',
  'billing.kind.top_up': 'Guthaben, das ein Mitglied gekauft hat',
  'problem.top_up_ordered': 'Du hast schon Guthaben bestellt. Bezahle es oder nimm die Bestellung zurück.',
  'problem.top_up_processing':
    'Eine Zahlung für diese Bestellung läuft. Sie lässt sich zurücknehmen, wenn daraus nichts geworden ist.',
} as const;
