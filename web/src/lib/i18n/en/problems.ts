/** By code: all that the API describes (problemText.test.ts). One that is missing here shows the server’s own sentence. */
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
  'problem.issuer_over': 'This sign-in took too long, or was used before. Begin again.',
  'problem.issuer_refused': 'The other sign-in was not accepted. Begin again.',
  'problem.issuer_unreachable':
    'The other sign-in does not answer right now. Try again in a moment, or ask whoever runs this server.',
  'problem.issuer_required':
    'You made this account with another sign-in. Use that one; your password opens your chats then.',
  'problem.issuer_taken': 'Another account here is tied to that one already. Sign in with it instead.',
  'problem.issuer_linked': 'Your account is tied already.',
  'problem.rotation_running': 'Your key is being replaced already. Wait until that is done.',
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
  'problem.already_answered': 'You have answered this already; there is nothing more to do.',
  'problem.already_leaving': 'This member is leaving already.',
  'problem.already_started': 'This group has started already; there is nothing to do.',
  'problem.body_too_large': 'This is too long. Make it shorter and try again.',
  'problem.context_too_long':
    'The conversation is too long for this model. Begin a new one, or choose another model.',
  'problem.conversation_busy': 'An answer is still being written here. Wait for it, or stop it first.',
  'problem.credit_exhausted':
    'Your credit does not suffice for this. More comes day by day; the usage page says how much.',
  'problem.cross_site': 'This came from another site and was not done. Reload the page and try again.',
  'problem.forbidden': 'Only the owner of the group can do this.',
  'problem.group_forming': 'The group has not started yet. Invite the others, or let the owner start it.',
  'problem.history_would_be_sealed':
    'Your chats would be sealed by this. Confirm that you know, or use your recovery code.',
  'problem.leaving': 'You are leaving this group. Take that back first.',
  'problem.mail_unavailable': 'This server sends no mail.',
  'problem.malformed_json': 'The request could not be read. Reload the page and try again.',
  'problem.malformed_request': 'The address is not right. Reload the page and try again.',
  'problem.method_not_allowed': 'This cannot be done here. Reload the page and try again.',
  'problem.model_not_in_plan': 'The plan of this group does not include this model. Choose another.',
  'problem.model_unknown': 'There is no such model any more. Choose another.',
  'problem.more_than_owed': 'This is more than they owe you. Enter less.',
  'problem.no_period': 'No month is running in this group now. Wait for the next one to begin.',
  'problem.not_asked': 'This split does not raise your part, so it does not wait for you.',
  'problem.not_found': 'There is nothing here, or it is not yours to see.',
  'problem.passkeys_unavailable': 'Passkeys do not work at the address of this server.',
  'problem.payload_conflict': 'This was sent before with other content. Reload the page and try again.',
  'problem.payment_method_unavailable':
    'This server takes no cards. Pay directly, and say here that you have.',
  'problem.payment_not_claimable':
    'There is nothing to pay here now: it is paid, or waits for an answer already.',
  'problem.payment_settled': 'This payment was answered already; there is nothing to do.',
  'problem.plan_unavailable': 'The plan of this group is not offered any more. Make a new group.',
  'problem.proposal_open': 'Another split waits for approval. Answer it, or let it be taken back, first.',
  'problem.proposal_over': 'This proposal is not open any more. Propose a split again.',
  'problem.request_in_progress': 'This is being done already. Wait a moment.',
  'problem.second_factor_enabled': 'Two-step sign-in is switched on already.',
  'problem.second_factor_not_begun': 'Begin to set up two-step sign-in again.',
  'problem.second_factor_not_enabled': 'Two-step sign-in is not switched on.',
  'problem.share_not_coverable':
    'There is nothing to cover here now: it is paid, or waits for an answer already.',
  'problem.share_past_due': 'Your part is past due. You can use the credit again once it is paid.',
  'problem.split_empty': 'Somebody has to pay. Give at least one person a part.',
  'problem.split_incomplete': 'Say what each member pays, also when it is nothing.',
  'problem.split_negative': 'Nobody can pay less than nothing.',
  'problem.split_over': 'Together this is too much. Lower it.',
  'problem.split_stranger': 'The split names somebody who is not a member any more. Reload the page.',
  'problem.split_too_large': 'These numbers are too large.',
  'problem.split_under': 'Together this is too little. Raise it.',
  'problem.token_expired': 'Your sign-in has to be renewed. Try again.',
  'problem.too_many_attempts': 'Too many attempts. Wait a few minutes, then try again.',
  'problem.too_many_invitations': 'Too many invitations are open. Take one back first.',
  'problem.unauthenticated': 'Sign in to go on.',
  'problem.unsupported_media_type': 'The request could not be read. Reload the page and try again.',
  'problem.vault_locked': 'Your chats are locked on this device. Enter your password to open them.',
  'problem.wrong_host': 'This server is reached by another address. Ask whoever runs it.',
  'problem.no_card': 'There is no card to charge. Save one first.',
  'problem.payment_vendor_unavailable':
    'The payment vendor is not answering right now. Nothing was charged; try again in a moment.',
  'problem.attachment_in_use': 'This file belongs to a message already. Delete the message instead.',
  'problem.busy': 'The server is busy. Try again in a minute.',
  'problem.group_over': 'This group is over. Make a new one.',
  'problem.issuer_not_linked': 'Your account is not tied to another sign-in.',
  'problem.issuer_unavailable': 'This server has no other way to sign in. Use your address and password.',
  'problem.leap_out_of_range': 'Move the clock 1 to 36 times at once.',
  'problem.leap_too_far': 'A sandbox can be ten years ahead at most. Make a new one.',
  'problem.more_than_balance': 'This is more than is on the balance. Enter less.',
  'problem.same_plan': 'The group has this plan already.',
  'problem.still_a_member': 'The balance of a member pays for their next part. It is not paid out.',
  'problem.reference': 'Reference for the operator: {id}',
} as const;
