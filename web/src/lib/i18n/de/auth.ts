export const auth = {
  'welcome.title': 'Teilt euch einen KI-Tarif. Behalte deine Chats für dich.',
  'welcome.text':
    'Zwei, drei oder fünf Leute teilen sich einen Tarif. Jeder hat eigenes Guthaben und einen Chat, den sonst niemand lesen kann.',
  'welcome.signUp': 'Konto anlegen',
  'welcome.signIn': 'Anmelden',
  'welcome.private': 'Privat',
  'welcome.privateText':
    'Nur du kannst deine Chats öffnen: nicht die anderen, nicht wer die Gruppe leitet, nicht wer den Server betreibt.',
  'welcome.fair': 'Fair',
  'welcome.fairText':
    'Der Anteil, den du bezahlst, gehört immer dir. Was jemand nicht nutzt, wird verliehen und nie doppelt ausgegeben.',
  'welcome.exact': 'Genau',
  'welcome.exactText': 'Jeder Cent und jedes Token stimmt, und alle sehen dieselben Zahlen.',
  'welcome.plans': 'Was es hier kostet',
  'welcome.planEach': '{amount} pro Person',
  'welcome.planTotal': '{seats} Personen, zusammen {amount} im Monat',
  'welcome.new': 'Dieser Server ist neu. Das erste Konto wird sein Betreiber.',
  'welcome.demo': 'Mit diesem Server ist noch kein KI-Anbieter verbunden: Ein Demomodell antwortet.',
  'signUp.title': 'Lege dein Konto an',
  'signUp.operator':
    'Du bist hier die erste Person und betreibst damit diesen Server: Du bestätigst Zahlungen, die von Hand gemacht werden.',
  'signUp.name': 'Dein Name',
  'signUp.nameHint': 'So, wie dich die Leute kennen, mit denen du teilst.',
  'signUp.email': 'E-Mail-Adresse',
  'signUp.password': 'Passwort',
  'signUp.passwordHint':
    'Mindestens 10 Zeichen. Es verschließt auch deine Chats, deshalb kann es niemand für dich nachsehen.',
  'signUp.submit': 'Konto anlegen',
  'signUp.have': 'Du hast schon ein Konto?',
  'signUp.signIn': 'Anmelden',
  'signUp.noName': 'Sag uns deinen Namen.',
  'signUp.noEmail': 'Eine E-Mail-Adresse sieht aus wie name@example.org.',
  'signUp.shortPassword': {
    one: 'Noch ein Zeichen, bitte: Es braucht mindestens 10.',
    other: 'Noch {count} Zeichen, bitte: Es braucht mindestens 10.',
  },
  'signUp.taken': 'Mit dieser Adresse anmelden',
  'password.show': 'Passwort zeigen',
  'password.hide': 'Passwort verbergen',
  'recovery.title': 'Bewahre deinen Wiederherstellungscode auf',
  'recovery.text':
    'Falls du je dein Passwort vergisst, öffnet dieser Code deine Chats wieder. Niemand sonst hat ihn, auch wir nicht, und er wird nur jetzt gezeigt.',
  'recovery.code': 'Dein Wiederherstellungscode',
  'recovery.download': 'Herunterladen',
  'recovery.file':
    'Potluck-Wiederherstellungscode von {email}\n\n{code}\n\nEr öffnet deine Chats, wenn du dein Passwort vergisst. Bewahre ihn auf, wo nur du nachsiehst.\n',
  'recovery.kept': 'Ich habe ihn aufbewahrt',
  'recovery.operator': 'Du betreibst diesen Server: Es ist sein erstes Konto.',
  'signIn.title': 'Willkommen zurück',
  'signIn.submit': 'Anmelden',
  'signIn.none': 'Neu hier?',
  'signIn.signUp': 'Konto anlegen',
  'signIn.noPassword': 'Gib dein Passwort ein.',
  'invited.by': '{name} lädt dich zu {group} ein.',
  'invited.back': 'Danach bist du wieder bei der Einladung.',
  'expired.title': 'Melde dich an, um weiterzumachen',
  'expired.text':
    'Du wurdest zur Sicherheit abgemeldet. Woran du warst, ist noch da und geht weiter, sobald du zurück bist.',
  'expired.other': 'Stattdessen abmelden',
  'aside.private': 'Niemand kann deine Chats lesen',
  'aside.privateText':
    'Sie sind mit einem Schlüssel versiegelt, den nur dein Passwort oder dein Wiederherstellungscode öffnet. Andere sehen, was etwas kostet, nie, was du geschrieben hast.',
} as const;
