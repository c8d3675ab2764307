/** Files that go with questions. */
export const files = {
  'files.add': 'Dateien hinzufügen',
  'files.choose': 'Dateien zum Senden',
  'files.waiting': 'Dateien zu dieser Nachricht',
  'files.sent': 'Dateien dieser Nachricht',
  'files.sending': '{name} wird gesendet',
  'files.cut': 'Nur der Anfang wird gelesen: Die Datei ist sehr lang',
  'files.retry': '{name} noch einmal senden',
  'files.remove': '{name} entfernen',
  'files.save': '{name} speichern',
  'files.sealed': 'Versiegelte Datei',
  'files.drop': 'Dateien hier ablegen',
  'files.tooMany': 'Eine Nachricht nimmt höchstens {count} Dateien.',
  'files.pastedName': 'eingefügter Text.txt',
  'problem.file_empty': 'Diese Datei ist leer.',
  'problem.file_type_unknown':
    'Modelle lesen Bilder (PNG, JPEG, GIF, WebP), PDF und reinen Text. Das hier ist etwas anderes, was auch immer der Name sagt.',
  'problem.file_broken': 'Diese Datei ist beschädigt und lässt sich nicht lesen.',
  'problem.file_too_large': 'Dateien haben höchstens 20 MB. Sende einen Teil davon.',
  'problem.picture_too_large': 'Bilder haben höchstens 5 MB und 8000 Pixel je Seite. Mach es kleiner.',
  'problem.document_locked': 'Dieses PDF braucht ein Passwort. Speichere es ohne.',
  'problem.document_too_hard': 'Dieses PDF zu lesen dauert zu lange. Sende einen Teil davon oder den Text.',
  'problem.document_without_text':
    'In diesem PDF ist kein Text, wie bei gescannten Seiten. Sende die Seiten als Bilder.',
  'problem.upload_cut': 'Die Datei ist nicht vollständig angekommen. Sende sie noch einmal.',
  'problem.files_full':
    'Deine Dateien füllen allen Platz, den es gibt. Lösche Chats mit Dateien, die du nicht brauchst.',
  'problem.model_sees_no_pictures':
    'Dieses Modell sieht keine Bilder. Wähle eines, das Bilder liest, oder nimm die Bilder heraus.',
} as const;
