/** Files that go with questions. */
export const files = {
  'files.add': 'Añadir archivos',
  'files.choose': 'Archivos para enviar',
  'files.waiting': 'Archivos para este mensaje',
  'files.sent': 'Archivos de este mensaje',
  'files.sending': 'Enviando {name}',
  'files.cut': 'Solo se lee el principio: es muy largo',
  'files.retry': 'Enviar {name} otra vez',
  'files.remove': 'Quitar {name}',
  'files.save': 'Guardar {name}',
  'files.sealed': 'Archivo sellado',
  'files.drop': 'Suelta los archivos aquí',
  'files.tooMany': 'Un mensaje admite como máximo {count} archivos.',
  'files.pastedName': 'texto pegado.txt',
  'problem.file_empty': 'Este archivo está vacío.',
  'problem.file_type_unknown':
    'Los modelos leen imágenes (PNG, JPEG, GIF, WebP), PDF y texto sin formato. Esto es otra cosa, diga lo que diga su nombre.',
  'problem.file_broken': 'Este archivo está dañado y no se puede leer.',
  'problem.file_too_large': 'Los archivos tienen como máximo 20 MB. Envía una parte.',
  'problem.picture_too_large':
    'Las imágenes tienen como máximo 5 MB y 8000 píxeles por lado. Hazla más pequeña.',
  'problem.document_locked': 'Este PDF necesita una contraseña. Guárdalo sin ella.',
  'problem.document_too_hard': 'Leer este PDF tarda demasiado. Envía una parte, o su texto.',
  'problem.document_without_text':
    'En este PDF no hay texto, como ocurre con las páginas escaneadas. Envía las páginas como imágenes.',
  'problem.upload_cut': 'El archivo no llegó entero. Envíalo otra vez.',
  'problem.files_full':
    'Tus archivos ocupan todo el espacio que hay. Borra chats con archivos que no necesites.',
  'problem.model_sees_no_pictures': 'Este modelo no ve imágenes. Elige uno que sí, o quita las imágenes.',
} as const;
