export const operator = {
  'nav.operator': 'Betreiber',
  'operator.title': 'Betreiber',
  'operator.lead': 'Was nur sieht, wer diesen Server betreibt. Niemals Chats.',
  'operator.sandboxes': 'Sandkasten-Gruppen',
  'operator.sandboxText':
    'Gruppen zum Ausprobieren. Du stellst ihre Uhr: Monate enden, Rechnungen entstehen, und wer nicht zahlt, wird gesperrt, alles in einem Augenblick. Verschickt wird davon nichts.',
  'operator.noSandbox': 'Es gibt noch keinen Sandkasten.',
  'operator.name': 'Name des Sandkastens',
  'operator.plan': 'Tarif',
  'operator.make': 'Sandkasten anlegen',
  'operator.made': '{name} ist da. Lade jemanden ein, oder starte ihn allein.',
  'operator.clock': 'Seine Uhr zeigt {date}.',
  'operator.facts': '{members} dabei · Monate bisher: {periods} · nicht bezahlte Teile: {open}',
  'operator.move': 'Uhr von {name} stellen',
  'operator.day': 'Einen Tag',
  'operator.week': 'Eine Woche',
  'operator.month': 'Einen Monat',
  'operator.nothing': 'Unterwegs war nichts fällig.',
  'operator.periods': {
    one: '{date}: ein Monat endete, und der nächste begann.',
    other: '{date}: {count} Schritte von einem Monat zum nächsten.',
  },
  'operator.shares': {
    one: '{date}: ein Teil wurde nicht rechtzeitig bezahlt.',
    other: '{date}: {count} Teile wurden nicht rechtzeitig bezahlt.',
  },
  'operator.open': 'Gruppe öffnen',
  'operator.balances': 'Zurückzugeben',
  'operator.balancesText':
    'Was Leute zu viel gezahlt haben, die ihre Gruppe verlassen haben oder deren Gruppe zu Ende ist. Gib es auf dem Weg zurück, auf dem es kam, und sag es dann hier.',
  'operator.noBalances': 'Niemand bekommt etwas zurück.',
  'operator.paid': 'Zurückgegeben',
  'operator.paidTitle': 'Hat {name} {amount} zurückbekommen?',
  'operator.paidText':
    'In den Büchern steht dann, dass das Geld gegangen ist. Das lässt sich nicht zurücknehmen.',
  'operator.paidDone': '{name} hat {amount} zurückbekommen.',
} as const;
