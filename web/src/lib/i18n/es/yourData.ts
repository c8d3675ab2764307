/** Taking one's data along, and closing the account. */
export const yourData = {
  'data.title': 'Tus datos',
  'data.exportTitle': 'Llévatelos',
  'data.exportText':
    'Un archivo ZIP con tu perfil, grupos, partes, pagos, uso y todos tus chats, en Markdown para leer y en JSON para programas. Dentro ya no hay nada sellado: guárdalo en un lugar seguro.',
  'data.export': 'Exportar todo',
  'data.exporting': 'Escribiendo tu archivo: {size} por ahora',
  'data.exportDone': 'Tu archivo está listo: {size}',
  'data.closeTitle': 'Cerrar la cuenta',
  'data.closeText':
    'Tus chats desaparecen al instante y nadie puede recuperarlos: ni tú ni quien lleva este servidor. Expórtalos antes si quizá los quieras otra vez.',
  'data.closeGroups':
    'Tus plazas en los grupos terminan como las de quien sale. Lo que debes se sigue debiendo; las facturas y el uso quedan para los demás, sin tu nombre.',
  'data.close': 'Cerrar mi cuenta',
  'data.closeConfirm': 'Borrar todo y cerrar',
  'data.closed': 'Tu cuenta está cerrada.',
  'data.closeOwned': 'Pasa antes la dirección de: {groups}',
} as const;
