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
