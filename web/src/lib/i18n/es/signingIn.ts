export const signingIn = {
  'issuer.continue': 'Continuar con {name}',
  'issuer.title': 'Iniciar sesión con {name}',
  'issuer.cancelled': 'No terminaste allí, así que aquí no ha cambiado nada.',
  'issuer.unlockText':
    '{name} dice que eres tú. Ahora escribe tu contraseña de Potluck: abre tus chats, y {name} nunca la ve.',
  'issuer.signUpTitle': 'Casi listo',
  'issuer.signUpText':
    '{name} te conoce. Ahora elige una contraseña para tus chats: los cierra para todos los demás, también para {name}.',
  'issuer.password': 'Contraseña para tus chats',
  'issuer.tie': 'Iniciar sesión con {name}',
  'issuer.untied':
    'Vincula tu cuenta con {name} e inicia sesión allí en lugar de escribir tu dirección y contraseña. Tu contraseña sigue abriendo tus chats.',
  'issuer.tieSubmit': 'Vincular con {name}',
  'issuer.tied': 'Tu cuenta está vinculada con {name} desde el {when}.',
  'issuer.untieText': 'Sin ese vínculo inicias sesión con tu dirección y contraseña.',
  'issuer.untie': 'Desvincular de {name}',
  'issuer.untiedToast': 'Tu cuenta ya no está vinculada con {name}.',
  'issuer.tiedToast': 'Tu cuenta está vinculada con {name}.',

  'contentKey.title': 'Clave de cifrado',
  'contentKey.text':
    'Tus chats están sellados con una clave propia. Si alguien pudo hacerse con ella, reemplázala: todo se vuelve a sellar en segundo plano y sigue siendo legible mientras tanto.',
  'contentKey.replace': 'Nueva clave de cifrado',
  'contentKey.confirmTitle': '¿Reemplazar tu clave de cifrado?',
  'contentKey.confirmText':
    'Se cierra la sesión en todos los demás dispositivos, las llaves de acceso piden tu contraseña una vez y recibes un nuevo código de recuperación.',
  'contentKey.replaced':
    'Tu clave está reemplazada. El código de recuperación anterior ya no abre nada; este es el nuevo:',
  'contentKey.running': 'Sellados de nuevo: {done} de {total}',
  'contentKey.runningText':
    'Puedes seguir como siempre. Continúa mientras tengas la sesión iniciada, aquí o en otro dispositivo.',
  'contentKey.settling':
    'Todo está sellado con la nueva clave. La antigua desaparece después del {when}, cuando ya nada pueda usarla.',

  'signIn.codeReplaced': 'Usaste tu código de recuperación, así que lo reemplaza uno nuevo:',
} as const;
