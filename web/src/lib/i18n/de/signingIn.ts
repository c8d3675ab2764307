export const signingIn = {
  'issuer.continue': 'Weiter mit {name}',
  'issuer.title': 'Anmelden mit {name}',
  'issuer.cancelled': 'Du hast es dort nicht abgeschlossen, deshalb hat sich hier nichts geändert.',
  'issuer.unlockText':
    '{name} sagt, dass du es bist. Gib jetzt dein Passwort für Potluck ein: Es öffnet deine Chats, und {name} sieht es nie.',
  'issuer.signUpTitle': 'Fast fertig',
  'issuer.signUpText':
    '{name} kennt dich. Wähle jetzt ein Passwort für deine Chats: Es verschließt sie für alle anderen, auch für {name}.',
  'issuer.password': 'Passwort für deine Chats',
  'issuer.tie': 'Anmelden mit {name}',
  'issuer.untied':
    'Verbinde dein Konto mit {name} und melde dich dort an, statt Adresse und Passwort einzugeben. Deine Chats öffnet weiterhin dein Passwort.',
  'issuer.tieSubmit': 'Mit {name} verbinden',
  'issuer.tied': 'Dein Konto ist seit {when} mit {name} verbunden.',
  'issuer.untieText': 'Ohne die Verbindung meldest du dich mit Adresse und Passwort an.',
  'issuer.untie': 'Von {name} trennen',
  'issuer.untiedToast': 'Dein Konto ist nicht mehr mit {name} verbunden.',
  'issuer.tiedToast': 'Dein Konto ist mit {name} verbunden.',

  'contentKey.title': 'Schlüssel',
  'contentKey.text':
    'Deine Chats sind mit einem eigenen Schlüssel versiegelt. Wenn ihn jemand bekommen haben könnte, ersetze ihn: Alles wird im Hintergrund neu versiegelt und bleibt dabei lesbar.',
  'contentKey.replace': 'Neuer Schlüssel',
  'contentKey.confirmTitle': 'Deinen Schlüssel ersetzen?',
  'contentKey.confirmText':
    'Alle anderen Geräte werden abgemeldet, Passkeys fragen einmal nach deinem Passwort, und du bekommst einen neuen Wiederherstellungscode.',
  'contentKey.replaced':
    'Dein Schlüssel ist ersetzt. Der alte Wiederherstellungscode öffnet nichts mehr; das ist der neue:',
  'contentKey.running': 'Neu versiegelt: {done} von {total}',
  'contentKey.runningText':
    'Du kannst weitermachen wie gewohnt. Es geht weiter, solange du hier oder auf einem anderen Gerät angemeldet bist.',
  'contentKey.settling':
    'Alles ist mit dem neuen Schlüssel versiegelt. Der alte verschwindet nach {when}, sobald ihn nichts mehr benutzen kann.',

  'signIn.codeReplaced': 'Du hast deinen Wiederherstellungscode benutzt, deshalb ersetzt ihn ein neuer:',
} as const;
