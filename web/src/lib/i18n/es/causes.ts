export const causes = {
  'cause.server_stopped': 'El servidor se detuvo antes de que la respuesta estuviera completa.',
  'cause.took_too_long': 'La respuesta tardó demasiado.',
  'cause.answer_too_long': 'La respuesta era demasiado larga: pide una más corta.',
  'cause.content_refused': 'El modelo no quiso responder a esto. Pregunta de otro modo o elige otro modelo.',
  'cause.file_unreadable': 'No se pudo leer una imagen. Inténtalo de nuevo o envía la imagen otra vez.',
  'cause.answer_interrupted': 'El proveedor de IA se interrumpió.',
  'cause.provider_busy': 'El proveedor de IA está saturado. Inténtalo de nuevo en un minuto.',
  'cause.context_too_long': 'La conversación es demasiado larga para este modelo. Empieza una nueva.',
  'cause.model_unknown': 'El proveedor de IA ya no tiene este modelo. Elige otro.',
  'cause.provider_unavailable':
    'No se puede contactar con el proveedor de IA o no respondió. Inténtalo de nuevo o elige otro modelo.',
};
