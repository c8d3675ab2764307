/** By code. A code that is missing here shows the server's own sentence. */
export const problems = {
  'problem.network': 'No connection to the server. Nothing you typed is lost; try again in a moment.',
  'problem.unavailable':
    'The server is not answering right now. Nothing you typed is lost; try again in a moment.',
  'problem.unknown': 'Something went wrong. Try again.',
  'problem.unreadable_answer': 'The answer could not be read. Try again; if it stays, reload the page.',
  'problem.invalid_credentials':
    'That email address and password do not belong together. Check both and try again.',
  'problem.second_factor_wrong':
    'This code is not right, or was used before. Wait for the next one and try again.',
  'problem.password_changed': 'The password was changed a moment ago. Sign in with the new one.',
  'problem.link_over': 'This link was used before or has expired. Ask for a new one.',
  'problem.wrong_recovery_code':
    'This code does not open your chats. Check it letter by letter; it has eight groups of four.',
  'problem.history_sealed':
    'This chat is sealed since your password was lost. Unlock it in the settings with the recovery code of that time.',
  'problem.invitation_needed':
    'Only invited people can sign up here. Open the link of your invitation again.',
  'problem.sign_up_closed': 'Nobody new can sign up here. Ask whoever runs this server.',
  'problem.email_unverified':
    'Confirm your own address before you have more invitations mailed. Links that you hand over yourself are not limited.',
  'problem.passkey_refused': 'This passkey was not accepted. Try again, or sign in with your password.',
  'problem.passkey_cancelled': 'No passkey was chosen. Try again, or sign in with your password.',
  'problem.passkey_known': 'This passkey is on your account already.',
  'problem.passkey_failed':
    'Your browser could not use a passkey here. Try another one, or use your password.',
  'problem.email_taken': 'There is already an account with this address. Sign in instead.',
  'problem.wrong_password': 'This is not your password.',
  'problem.internal': 'Something went wrong on the server. Nothing you typed is lost; try again.',
  'problem.shutting_down': 'The server is restarting. Try again in a moment.',
  'problem.seat_taken':
    'Somebody else took the last seat a moment ago. The invitation stays open: you can still join when a seat becomes free.',
  'problem.already_member': 'You are already in this group.',
  'problem.invitation_used': 'This invitation was used already. Ask for a new one.',
  'problem.invitation_expired': 'This invitation has ended. Ask for a new one.',
  'problem.invitation_revoked': 'This invitation was taken back. Ask for a new one.',
  'problem.owner_must_hand_over': 'Make somebody else the owner first, then you can leave.',
  'problem.last_operator':
    'Nobody else runs this server. Make somebody else an operator first, then you can close your account.',
  'problem.too_many_api_keys':
    'You have as many keys as there can be. Revoke one that you do not use any more.',
  'problem.own_cap_reached':
    'This is more than you allow yourself. Raise your own limits on the usage page, or ask something shorter.',
  'problem.no_card': 'There is no card to charge. Save one first.',
  'problem.payment_vendor_unavailable':
    'The payment vendor is not answering right now. Nothing was charged; try again in a moment.',
  'problem.reference': 'Reference for the operator: {id}',
} as const;
