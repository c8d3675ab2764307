export const problems = {
  'problem.network':
    'Keine Verbindung zum Server. Nichts, was du getippt hast, ist verloren; versuch es gleich noch einmal.',
  'problem.unavailable':
    'Der Server antwortet gerade nicht. Nichts, was du getippt hast, ist verloren; versuch es gleich noch einmal.',
  'problem.unknown': 'Etwas ging schief. Versuch es noch einmal.',
  'problem.unreadable_answer':
    'Die Antwort war nicht lesbar. Versuch es noch einmal; wenn es so bleibt, lade die Seite neu.',
  'problem.fault':
    'Auf dieser Seite selbst ist etwas schiefgegangen, nicht an deiner Verbindung. Lade sie neu und versuch es noch einmal; wenn es so bleibt, sag es der Person, die diesen Server betreibt.',
  'problem.invalid_credentials':
    'Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen. Prüfe beides und versuch es noch einmal.',
  'problem.issuer_over':
    'Diese Anmeldung hat zu lange gedauert oder wurde schon benutzt. Fang noch einmal an.',
  'problem.issuer_refused': 'Die andere Anmeldung wurde nicht angenommen. Fang noch einmal an.',
  'problem.issuer_unreachable':
    'Die andere Anmeldung antwortet gerade nicht. Versuch es gleich noch einmal, oder frag, wer diesen Server betreibt.',
  'problem.issuer_required':
    'Du hast dieses Konto mit einer anderen Anmeldung erstellt. Nimm diese; dein Passwort öffnet danach deine Chats.',
  'problem.issuer_taken': 'Ein anderes Konto hier ist schon damit verbunden. Melde dich mit diesem an.',
  'problem.issuer_linked': 'Dein Konto ist schon verbunden.',
  'problem.rotation_running': 'Dein Schlüssel wird schon ersetzt. Warte, bis das fertig ist.',
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
  'problem.already_answered': 'Du hast schon geantwortet; es ist nichts mehr zu tun.',
  'problem.already_leaving': 'Dieses Mitglied geht schon.',
  'problem.already_started': 'Diese Gruppe hat schon begonnen; es ist nichts zu tun.',
  'problem.body_cut': 'Das ist nicht vollständig angekommen. Sende es noch einmal.',
  'problem.body_late':
    'Das hat zu lange gebraucht, um anzukommen. Sende es bei besserer Verbindung noch einmal.',
  'problem.body_too_large': 'Das ist zu lang. Kürze es, und versuche es noch einmal.',
  'problem.context_too_long':
    'Das Gespräch ist für dieses Modell zu lang. Beginne ein neues, oder wähle ein anderes Modell.',
  'problem.conversation_busy':
    'Hier wird noch eine Antwort geschrieben. Warte darauf, oder stoppe sie zuerst.',
  'problem.credit_exhausted':
    'Dein Guthaben reicht dafür nicht. Jeden Tag kommt mehr; wie viel, steht auf der Nutzungsseite.',
  'problem.cross_site':
    'Das kam von einer anderen Seite und wurde nicht ausgeführt. Lade neu, und versuche es noch einmal.',
  'problem.forbidden': 'Das kann nur, wem die Gruppe gehört.',
  'problem.group_forming': 'Die Gruppe hat noch nicht begonnen. Lade die anderen ein, oder lass sie starten.',
  'problem.history_would_be_sealed':
    'Damit würden deine Chats versiegelt. Bestätige das, oder benutze deinen Wiederherstellungscode.',
  'problem.leaving': 'Du verlässt diese Gruppe. Nimm das zuerst zurück.',
  'problem.mail_unavailable': 'Dieser Server verschickt keine E-Mails.',
  'problem.malformed_json': 'Die Anfrage war nicht zu lesen. Lade neu, und versuche es noch einmal.',
  'problem.malformed_request': 'Die Adresse stimmt nicht. Lade neu, und versuche es noch einmal.',
  'problem.method_not_allowed': 'Das geht hier nicht. Lade neu, und versuche es noch einmal.',
  'problem.model_not_in_plan': 'Der Tarif dieser Gruppe enthält dieses Modell nicht. Wähle ein anderes.',
  'problem.model_unknown': 'Dieses Modell gibt es nicht mehr. Wähle ein anderes.',
  'problem.more_than_owed': 'Das ist mehr, als dir geschuldet wird. Gib weniger ein.',
  'problem.no_period': 'In dieser Gruppe läuft gerade kein Monat. Warte auf den nächsten.',
  'problem.not_asked': 'Diese Aufteilung erhöht deinen Anteil nicht und wartet deshalb nicht auf dich.',
  'problem.not_found': 'Hier ist nichts, oder es gehört jemand anderem.',
  'problem.passkeys_unavailable': 'Passkeys gehen unter der Adresse dieses Servers nicht.',
  'problem.payload_conflict':
    'Das wurde schon mit anderem Inhalt geschickt. Lade neu, und versuche es noch einmal.',
  'problem.payment_method_unavailable': 'Dieser Server nimmt keine Karten. Zahle direkt, und sag es hier.',
  'problem.payment_not_claimable':
    'Hier ist gerade nichts zu zahlen: Es ist bezahlt oder wartet schon auf Antwort.',
  'problem.payment_settled': 'Diese Zahlung wurde schon beantwortet; es ist nichts zu tun.',
  'problem.plan_unavailable': 'Den Tarif dieser Gruppe gibt es nicht mehr. Lege eine neue Gruppe an.',
  'problem.proposal_open':
    'Eine andere Aufteilung wartet auf Zustimmung. Beantworte sie, oder lass sie zurücknehmen.',
  'problem.proposal_over': 'Dieser Vorschlag ist nicht mehr offen. Schlage erneut vor.',
  'problem.request_in_progress': 'Das ist schon in Arbeit. Warte einen Moment.',
  'problem.second_factor_enabled': 'Die Zwei-Schritt-Anmeldung ist schon eingeschaltet.',
  'problem.second_factor_not_begun': 'Beginne die Einrichtung der Zwei-Schritt-Anmeldung neu.',
  'problem.second_factor_not_enabled': 'Die Zwei-Schritt-Anmeldung ist nicht eingeschaltet.',
  'problem.share_not_coverable':
    'Hier ist gerade nichts zu übernehmen: Es ist bezahlt oder wartet schon auf Antwort.',
  'problem.share_past_due':
    'Dein Anteil ist überfällig. Sobald er gezahlt ist, kannst du das Guthaben wieder benutzen.',
  'problem.split_empty': 'Jemand muss zahlen. Gib mindestens einer Person einen Anteil.',
  'problem.split_incomplete': 'Sag, was jedes Mitglied zahlt, auch wenn es nichts ist.',
  'problem.split_negative': 'Niemand kann weniger als nichts zahlen.',
  'problem.split_over': 'Zusammen ist das zu viel. Verringere es.',
  'problem.split_stranger': 'Die Aufteilung nennt jemanden, der nicht mehr dabei ist. Lade die Seite neu.',
  'problem.split_too_large': 'Diese Zahlen sind zu groß.',
  'problem.split_under': 'Zusammen ist das zu wenig. Erhöhe es.',
  'problem.token_expired': 'Deine Anmeldung muss erneuert werden. Versuche es noch einmal.',
  'problem.too_many_attempts': 'Zu viele Versuche. Warte ein paar Minuten, und versuche es dann noch einmal.',
  'problem.too_many_invitations': 'Zu viele Einladungen sind offen. Nimm zuerst eine zurück.',
  'problem.unauthenticated': 'Melde dich an, um weiterzumachen.',
  'problem.unsupported_media_type': 'Die Anfrage war nicht zu lesen. Lade neu, und versuche es noch einmal.',
  'problem.vault_locked':
    'Deine Chats sind auf diesem Gerät verschlossen. Gib dein Passwort ein, um sie zu öffnen.',
  'problem.wrong_host': 'Dieser Server ist unter einer anderen Adresse zu erreichen. Frag, wer ihn betreibt.',
  'problem.no_card': 'Es gibt keine Karte, die belastet werden kann. Speichere zuerst eine.',
  'problem.payment_vendor_unavailable':
    'Der Zahlungsanbieter antwortet gerade nicht. Es wurde nichts abgebucht; versuch es gleich noch einmal.',
  'problem.attachment_in_use':
    'Diese Datei gehört schon zu einer Nachricht. Lösche stattdessen die Nachricht.',
  'problem.busy': 'Der Server ist beschäftigt. Versuche es in einer Minute noch einmal.',
  'problem.group_over': 'Diese Gruppe ist beendet. Lege eine neue an.',
  'problem.issuer_not_linked': 'Dein Konto ist mit keiner anderen Anmeldung verbunden.',
  'problem.issuer_unavailable': 'Dieser Server hat keine andere Anmeldung. Benutze Adresse und Passwort.',
  'problem.leap_out_of_range': 'Stelle die Uhr 1- bis 36-mal auf einmal vor.',
  'problem.job_not_failed': 'Dieser Auftrag wartet oder wird gerade getan; es ist nichts zu tun.',
  'problem.leap_too_far': 'Eine Testgruppe kann höchstens zehn Jahre voraus sein. Lege eine neue an.',
  'problem.more_than_balance': 'Das ist mehr, als gutgeschrieben ist. Gib weniger ein.',
  'problem.same_plan': 'Die Gruppe hat diesen Tarif schon.',
  'problem.still_a_member':
    'Das Guthaben eines Mitglieds zahlt den nächsten Anteil. Es wird nicht ausgezahlt.',
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
  'problem.passkey_of_another':
    'Dieser Passkey gehört jemand anderem. Nimm einen von deinen oder dein Passwort, oder melde dich zuerst ab.',
  'problem.passkey_failed':
    'Dein Browser konnte hier keinen Passkey benutzen. Versuch einen anderen, oder nimm dein Passwort.',
  'problem.too_many_api_keys':
    'Du hast so viele Schlüssel, wie es geben kann. Widerrufe einen, den du nicht mehr brauchst.',
  'problem.own_cap_reached':
    'Das ist mehr, als du dir erlaubst. Erhöhe deine eigenen Grenzen auf der Nutzungsseite oder frage etwas Kürzeres.',
  'field.required': 'Fülle das aus.',
  'field.too_short': 'Nimm mindestens {count} Zeichen.',
  'field.too_long': 'Nimm höchstens {count} Zeichen.',
  'field.too_many': 'Höchstens {count} auf einmal.',
  'field.too_many_bytes':
    'Das ist zu lang: Nimm höchstens {count} Bytes. Umlaute und andere Zeichen zählen zwei bis vier.',
  'field.not_one_line': 'Nimm eine Zeile einfachen Text.',
  'field.not_an_email': 'Gib eine E-Mail-Adresse an, etwa ann@example.org.',
  'field.too_common':
    'Dieses Passwort gehört zu denen, die zuerst geraten werden. Ein paar Wörter zusammen sind gut.',
  'field.too_personal':
    'Das könnten alle erraten: Es ist dein Name oder deine Adresse. Ein paar Wörter zusammen sind gut.',
  'field.not_positive': 'Gib mehr als nichts an, oder lass es leer.',
  'field.in_the_past': 'Gib eine Zeit an, die noch kommt.',
  'field.opens_nothing': 'Damit öffnet sich keiner deiner früheren Chats.',
  'field.out_of_range': 'Das ist zu viel oder zu wenig.',
  'field.unknown': 'Das gibt es nicht mehr.',
  'field.invalid': 'Das hat nicht die richtige Form.',
} as const;
