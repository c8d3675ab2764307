/** Why an answer is not whole, by the code that the server keeps with it (crates/server/src/chat/trouble.rs). */
export const causes = {
  'cause.server_stopped': 'The server stopped before the answer was whole.',
  'cause.took_too_long': 'The answer took too long.',
  'cause.answer_too_long': 'The answer was too long: ask for a shorter one.',
  'cause.content_refused': 'The model declined to answer this. Ask differently, or choose another model.',
  'cause.file_unreadable': 'A picture could not be read. Try again, or send the picture again.',
  'cause.answer_interrupted': 'The AI vendor broke off.',
  'cause.provider_busy': 'The AI vendor is busy. Try again in a minute.',
  'cause.context_too_long': 'The conversation is too long for this model. Begin a new one.',
  'cause.model_unknown': 'The AI vendor does not have this model any more. Choose another.',
  'cause.provider_unavailable':
    'The AI vendor cannot be reached or did not answer. Try again, or choose another model.',
} as const;
