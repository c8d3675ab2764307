export const auth = {
  'welcome.title': 'Compartid un plan de IA. Guarda tus chats para ti.',
  'welcome.text':
    'Dos, tres o cinco personas comparten un plan. Cada una tiene su propio crédito y un chat que nadie más puede leer.',
  'welcome.signUp': 'Crear una cuenta',
  'welcome.signIn': 'Iniciar sesión',
  'welcome.private': 'Privado',
  'welcome.privateText':
    'Solo tú puedes abrir tus chats: ni los demás, ni quien dirige el grupo, ni quien lleva el servidor.',
  'welcome.fair': 'Justo',
  'welcome.fairText':
    'La parte que pagas es siempre tuya. Lo que alguien no usa se presta, y nunca se gasta dos veces.',
  'welcome.exact': 'Exacto',
  'welcome.exactText': 'Cada céntimo y cada token cuadra, y todos ven los mismos números.',
  'welcome.plans': 'Lo que cuesta aquí',
  'welcome.planEach': '{amount} por persona',
  'welcome.planTotal': '{seats} personas, {amount} al mes entre todas',
  'welcome.new': 'Este servidor es nuevo. La primera cuenta será su operadora.',
  'welcome.demo':
    'Este servidor aún no tiene conectado ningún proveedor de IA: responde un modelo de demostración.',
  'signUp.title': 'Crea tu cuenta',
  'signUp.operator':
    'Eres la primera persona aquí, así que llevarás este servidor: confirmas los pagos que se hacen a mano.',
  'signUp.name': 'Tu nombre',
  'signUp.nameHint': 'Como te conoce la gente con la que compartes.',
  'signUp.email': 'Correo electrónico',
  'signUp.password': 'Contraseña',
  'signUp.passwordHint':
    'Al menos 10 caracteres. También cierra tus chats, así que nadie puede mirarla por ti.',
  'signUp.submit': 'Crear cuenta',
  'signUp.have': '¿Ya tienes una cuenta?',
  'signUp.signIn': 'Iniciar sesión',
  'signUp.noName': 'Dinos tu nombre.',
  'signUp.noEmail': 'Un correo electrónico es como nombre@example.org.',
  'signUp.shortPassword': {
    one: 'Un carácter más, por favor: hacen falta al menos 10.',
    other: '{count} caracteres más, por favor: hacen falta al menos 10.',
  },
  'signUp.taken': 'Iniciar sesión con este correo',
  'password.show': 'Mostrar la contraseña',
  'password.hide': 'Ocultar la contraseña',
  'password.change': 'Cambiar tu contraseña',
  'password.changeText':
    'Tus chats siguen siendo legibles. Se cierra la sesión en todos los demás dispositivos.',
  'password.current': 'Contraseña actual',
  'password.new': 'Contraseña nueva',
  'password.newHint': 'Al menos 10 caracteres; unas cuantas palabras juntas van bien.',
  'password.submit': 'Cambiar contraseña',
  'password.changed': 'Tu contraseña ha cambiado; los demás dispositivos ya no tienen la sesión iniciada.',
  'forgot.title': '¿Has olvidado tu contraseña?',
  'forgot.text':
    'Te enviamos por correo un enlace para poner una nueva. Tus chats siguen siendo legibles con tu código de recuperación o en un navegador que aún tenga la sesión iniciada.',
  'forgot.submit': 'Enviarme un enlace',
  'forgot.sent':
    'Si {email} tiene una cuenta aquí, hay un correo en camino. Su enlace vale una hora y una sola vez.',
  'forgot.noMail':
    'Este servidor no envía correo. Pide un enlace a quien lo lleva: se crea con «potluck admin reset-link». Tus chats siguen siendo legibles con tu código de recuperación o en un navegador que aún tenga la sesión iniciada.',
  'forgot.back': 'Volver a iniciar sesión',
  'reset.title': 'Pon una contraseña nueva',
  'reset.again': 'Pedir otro enlace',
  'reset.signedInHere': 'Aquí aún tienes la sesión iniciada, así que tus chats siguen siendo legibles.',
  'reset.codeHint':
    'Ocho grupos de cuatro, que se mostraron al crear tu cuenta. Con él, tus chats siguen siendo legibles.',
  'reset.noCode': 'Escribe tu código de recuperación.',
  'reset.withoutCode': 'No tengo mi código de recuperación',
  'reset.withCode': 'Al final sí tengo mi código de recuperación',
  'reset.warningTitle': 'Todos tus chats hasta ahora quedarán sellados',
  'reset.warning':
    'Nadie puede abrirlos por ti, tampoco quien lleva este servidor. Empiezas con un historial vacío. Si más adelante encuentras el código o recuerdas la contraseña antigua, puedes desbloquearlos en los ajustes.',
  'reset.submit': 'Poner contraseña nueva',
  'reset.submitSealed': 'Poner contraseña nueva y sellar mis chats',
  'reset.doneKept':
    'Tu contraseña nueva está puesta y tus chats se conservan. Se ha cerrado la sesión en todos los dispositivos. Tu código de recuperación es otro:',
  'reset.doneSealed':
    'Tu contraseña nueva está puesta. Tus chats hasta ahora están sellados: guarda el código de recuperación antiguo si algún día lo encuentras. Desde ahora hay uno nuevo:',
  'verify.title': 'Confirma tu correo electrónico',
  'verify.done': 'Tu correo electrónico está confirmado.',
  'verify.goOn': 'Seguir',
  'verify.ask': 'Confirma {email} con el enlace del correo que recibiste.',
  'verify.again': 'Enviarlo otra vez',
  'verify.mailed': 'Hay un correo nuevo en camino.',
  'signUp.closed': 'Aquí nadie más puede crear una cuenta. Pregunta a quien lleva este servidor.',
  'signUp.invited':
    'Para crear una cuenta aquí necesitas una invitación. Abre el enlace que te dio alguien de un grupo.',
  'unlock.title': 'Desbloquear tus chats anteriores',
  'unlock.text':
    'Tu contraseña se perdió el {day}. Lo que escribiste antes está sellado y se abre con el código de recuperación o la contraseña de entonces.',
  'unlock.codeHint': 'El de antes, no el más reciente.',
  'unlock.password': 'Contraseña de entonces',
  'unlock.byPassword': 'Prefiero usar la contraseña antigua: la recuerdo',
  'unlock.byCode': 'Prefiero usar el código de recuperación antiguo: lo tengo',
  'unlock.submit': 'Desbloquear',
  'unlock.done': 'Tus chats anteriores vuelven a estar abiertos.',
  'recovery.renew': 'Código de recuperación',
  'recovery.renewText':
    'Abre tus chats si algún día olvidas tu contraseña. Si alguien más ha podido verlo, o lo has perdido, crea uno nuevo: el antiguo deja de valer.',
  'recovery.renewSubmit': 'Crear un código nuevo',
  'recovery.title': 'Guarda tu código de recuperación',
  'recovery.text':
    'Si algún día olvidas tu contraseña, este código vuelve a abrir tus chats. Nadie más lo tiene, nosotros tampoco, y solo se muestra ahora.',
  'recovery.code': 'Tu código de recuperación',
  'recovery.download': 'Descargar',
  'recovery.file':
    'Código de recuperación de Potluck de {email}\n\n{code}\n\nAbre tus chats si olvidas tu contraseña. Guárdalo donde solo mires tú.\n',
  'recovery.kept': 'Lo he guardado',
  'recovery.operator': 'Llevas este servidor: es su primera cuenta.',
  'signIn.title': 'Hola de nuevo',
  'signIn.submit': 'Iniciar sesión',
  'signIn.none': '¿Primera vez aquí?',
  'signIn.signUp': 'Crear una cuenta',
  'signIn.forgot': '¿Has olvidado tu contraseña?',
  'signIn.noPassword': 'Escribe tu contraseña.',
  'invited.by': '{name} te invita a {group}.',
  'invited.back': 'Después vuelves a la invitación.',
  'expired.title': 'Inicia sesión para seguir',
  'expired.text':
    'Se cerró tu sesión por seguridad. Lo que estabas haciendo sigue aquí y continúa en cuanto vuelvas.',
  'expired.other': 'Cerrar sesión',
  'aside.private': 'Nadie puede leer tus chats',
  'aside.privateText':
    'Están sellados con una clave que solo abre tu contraseña o tu código de recuperación. Los demás ven lo que cuestan las cosas, nunca lo que escribiste.',
} as const;
