export const problems = {
  'problem.network':
    'Keine Verbindung zum Server. Nichts, was du getippt hast, ist verloren; versuch es gleich noch einmal.',
  'problem.unavailable':
    'Der Server antwortet gerade nicht. Nichts, was du getippt hast, ist verloren; versuch es gleich noch einmal.',
  'problem.unknown': 'Etwas ging schief. Versuch es noch einmal.',
  'problem.unreadable_answer':
    'Die Antwort war nicht lesbar. Versuch es noch einmal; wenn es so bleibt, lade die Seite neu.',
  'problem.invalid_credentials':
    'Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen. Prüfe beides und versuch es noch einmal.',
  'problem.email_taken': 'Mit dieser Adresse gibt es schon ein Konto. Melde dich stattdessen an.',
  'problem.wrong_password': 'Das ist nicht dein Passwort.',
  'problem.internal':
    'Auf dem Server ging etwas schief. Nichts, was du getippt hast, ist verloren; versuch es noch einmal.',
  'problem.shutting_down': 'Der Server startet neu. Versuch es gleich noch einmal.',
  'problem.seat_taken':
    'Jemand anderes hat eben den letzten Platz genommen. Die Einladung bleibt offen: Du kannst noch dazukommen, wenn ein Platz frei wird.',
  'problem.already_member': 'Du bist schon in dieser Gruppe.',
  'problem.invitation_used': 'Diese Einladung wurde schon benutzt. Bitte um eine neue.',
  'problem.invitation_expired': 'Diese Einladung ist abgelaufen. Bitte um eine neue.',
  'problem.invitation_revoked': 'Diese Einladung wurde zurückgenommen. Bitte um eine neue.',
  'problem.last_operator':
    'Niemand sonst betreibt diesen Server. Mach erst jemand anderen zum Betreiber, dann kannst du dein Konto schließen.',
  'problem.owner_must_hand_over': 'Übergib die Gruppe erst jemand anderem, dann kannst du gehen.',
  'problem.no_card': 'Es gibt keine Karte, die belastet werden kann. Speichere zuerst eine.',
  'problem.payment_vendor_unavailable':
    'Der Zahlungsanbieter antwortet gerade nicht. Es wurde nichts abgebucht; versuch es gleich noch einmal.',
  'problem.reference': 'Kennung für den Betreiber: {id}',
  'problem.second_factor_wrong':
    'Dieser Code stimmt nicht oder wurde schon benutzt. Warte auf den nächsten und versuch es noch einmal.',
  'problem.password_changed': 'Das Passwort wurde eben geändert. Melde dich mit dem neuen an.',
  'problem.link_over': 'Dieser Link wurde schon benutzt oder ist abgelaufen. Fordere einen neuen an.',
  'problem.wrong_recovery_code':
    'Dieser Code öffnet deine Chats nicht. Prüfe ihn Zeichen für Zeichen; er hat acht Vierergruppen.',
  'problem.history_sealed':
    'Dieser Chat ist versiegelt, seit dein Passwort verloren ging. Entsperre ihn in den Einstellungen mit dem Wiederherstellungscode von damals.',
  'problem.invitation_needed':
    'Nur wer eingeladen ist, kann hier ein Konto anlegen. Öffne noch einmal den Link deiner Einladung.',
  'problem.sign_up_closed':
    'Hier kann niemand mehr ein neues Konto anlegen. Frag die Person, die diesen Server betreibt.',
  'problem.email_unverified':
    'Bestätige erst deine eigene Adresse, bevor du weitere Einladungen per Mail schicken lässt. Links, die du selbst weitergibst, sind nicht begrenzt.',
  'problem.passkey_refused':
    'Dieser Passkey wurde nicht angenommen. Versuch es noch einmal, oder melde dich mit deinem Passwort an.',
  'problem.passkey_cancelled':
    'Es wurde kein Passkey gewählt. Versuch es noch einmal, oder melde dich mit deinem Passwort an.',
  'problem.passkey_known': 'Dieser Passkey gehört schon zu deinem Konto.',
  'problem.passkey_failed':
    'Dein Browser konnte hier keinen Passkey benutzen. Versuch einen anderen, oder nimm dein Passwort.',
  'problem.too_many_api_keys':
    'Du hast so viele Schlüssel, wie es geben kann. Widerrufe einen, den du nicht mehr brauchst.',
  'problem.own_cap_reached':
    'Das ist mehr, als du dir erlaubst. Erhöhe deine eigenen Grenzen auf der Nutzungsseite oder frage etwas Kürzeres.',
} as const;
