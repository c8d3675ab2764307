/** Taking one's data along, and closing the account. */
export const yourData = {
  'data.title': 'Deine Daten',
  'data.exportTitle': 'Mitnehmen',
  'data.exportText':
    'Eine ZIP-Datei mit Profil, Gruppen, Anteilen, Zahlungen, Nutzung und allen deinen Chats, als Markdown zum Lesen und als JSON für Programme. Darin ist nichts mehr versiegelt: Bewahre sie sicher auf.',
  'data.export': 'Alles exportieren',
  'data.exporting': 'Die Datei wird geschrieben: bisher {size}',
  'data.exportDone': 'Deine Datei ist fertig: {size}',
  'data.closeTitle': 'Konto schließen',
  'data.closeText':
    'Deine Chats sind sofort weg, und niemand kann sie zurückholen: weder du noch wer diesen Server betreibt. Exportiere sie vorher, wenn du sie noch brauchen könntest.',
  'data.closeGroups':
    'Deine Plätze in Gruppen enden wie bei allen, die gehen. Was du schuldest, bleibt geschuldet; Rechnungen und Nutzung bleiben für die anderen, ohne deinen Namen.',
  'data.close': 'Mein Konto schließen',
  'data.closeConfirm': 'Alles löschen und schließen',
  'data.closed': 'Dein Konto ist geschlossen.',
  'data.closeOwned': 'Übergib zuerst: {groups}',
} as const;
