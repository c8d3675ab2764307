export const security = {
  'device.name': '{browser} auf {system}',
  'device.unknown': 'Unbekanntes Gerät',
  'devices.title': 'Geräte',
  'devices.text':
    'Überall, wo du angemeldet bist. Melde ab, was du nicht kennst, und ändere dann dein Passwort.',
  'devices.this': 'Dieses Gerät',
  'devices.used': 'Zuletzt benutzt {when}',
  'devices.since': 'angemeldet {when}',
  'devices.place': 'aus dem Netz {place}',
  'devices.signOut': 'Abmelden',
  'devices.signOutNamed': '{device} abmelden',
  'devices.endTitle': '{device} abmelden?',
  'devices.endText':
    'Dort endet es in Sekunden, auch auf offenen Seiten. Gib dein Passwort ein, um zu zeigen, dass du es bist.',
  'devices.ended': 'Dort abgemeldet.',
  'devices.others': 'Alle anderen Geräte abmelden',
  'devices.othersTitle': 'Alle anderen Geräte abmelden?',
  'devices.othersText':
    'Nur dieses Gerät bleibt angemeldet. Gib dein Passwort ein, um zu zeigen, dass du es bist.',
  'devices.othersEnded': {
    one: 'Ein anderes Gerät wurde abgemeldet.',
    other: '{count} andere Geräte wurden abgemeldet.',
  },
  'devices.alone': 'Du bist sonst nirgends angemeldet.',
  'reauth.password': 'Dein Passwort',
  'reauth.noPassword': 'Gib dein Passwort ein.',
  'reauth.next': 'Weiter',
  'notice.reused':
    'Jemand hat eine Kopie deiner Anmeldung auf {device} benutzt, deshalb wurde sie am {when} beendet. Wenn das nicht du warst: Ändere dein Passwort und sieh dir deine Geräte an.',
  'notice.devices': 'Deine Geräte ansehen',
  'notice.dismiss': 'Ich habe es gesehen',
  'twoStep.title': 'Zwei-Schritt-Anmeldung',
  'twoStep.off':
    'Zum Anmelden genügt dein Passwort. Mit einer Authenticator-App auf deinem Telefon braucht es auch einen Code, der sich jede halbe Minute ändert; ein gestohlenes Passwort reicht dann nicht.',
  'twoStep.on':
    'Zum Anmelden braucht es seit {when} dein Passwort und einen Code aus deiner Authenticator-App.',
  'twoStep.left': {
    one: 'Ein Ersatzcode ist übrig. Erstelle bald neue.',
    other: '{count} Ersatzcodes sind übrig.',
  },
  'twoStep.none':
    'Kein Ersatzcode ist übrig. Erstelle neue, damit du hineinkommst, wenn du dein Telefon verlierst.',
  'twoStep.setUp': 'Einrichten',
  'twoStep.setUpTitle': 'Zwei-Schritt-Anmeldung einrichten',
  'twoStep.setUpText': 'Gib zuerst dein Passwort ein, um zu zeigen, dass du es bist.',
  'twoStep.scanText':
    'Scanne das mit deiner Authenticator-App, oder gib den Schlüssel dort ein. Gib dann den Code ein, den sie zeigt.',
  'twoStep.qr': 'QR-Code für deine Authenticator-App',
  'twoStep.key': 'Schlüssel',
  'twoStep.code': 'Code aus der App',
  'twoStep.noCode': 'Gib die sechs Ziffern ein, die die App zeigt.',
  'twoStep.confirm': 'Einschalten',
  'twoStep.codesTitle': 'Bewahre deine Ersatzcodes auf',
  'twoStep.codesText':
    'Wenn du dein Telefon verlierst, meldet dich jeder davon einmal an, statt eines Codes aus der App. Sie werden nur jetzt gezeigt.',
  'twoStep.codes': 'Deine Ersatzcodes',
  'twoStep.codesFile':
    'Potluck-Ersatzcodes von {email}\n\n{codes}\n\nJeder meldet dich einmal an, zusammen mit deinem Passwort, statt eines Codes aus der Authenticator-App.\n',
  'twoStep.download': 'Herunterladen',
  'twoStep.kept': 'Ich habe sie aufbewahrt',
  'twoStep.newCodes': 'Neue Ersatzcodes',
  'twoStep.newCodesTitle': 'Neue Ersatzcodes erstellen?',
  'twoStep.newCodesText': 'Die jetzigen gelten dann nicht mehr.',
  'twoStep.newCodesConfirm': 'Neue Codes erstellen',
  'twoStep.switchOff': 'Ausschalten',
  'twoStep.switchOffTitle': 'Zwei-Schritt-Anmeldung ausschalten?',
  'twoStep.switchOffText': 'Zum Anmelden genügt dann dein Passwort allein.',
  'twoStep.switchedOff': 'Die Zwei-Schritt-Anmeldung ist aus.',
  'twoStep.eitherCode': 'Code aus der App, oder ein Ersatzcode',
  'twoStep.noEitherCode': 'Gib einen Code ein.',
  'signIn.codeText':
    'Dein Passwort stimmt. Gib jetzt den Code ein, den deine Authenticator-App zeigt, oder einen deiner Ersatzcodes.',
  'signIn.code': 'Code',
  'signIn.noCode': 'Gib den Code ein.',
  'signIn.back': 'Zurück',
} as const;
