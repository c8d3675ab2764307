export const problems = {
  'problem.network':
    'Sin conexión con el servidor. Nada de lo que escribiste se pierde; inténtalo de nuevo en un momento.',
  'problem.unavailable':
    'El servidor no responde ahora mismo. Nada de lo que escribiste se pierde; inténtalo de nuevo en un momento.',
  'problem.unknown': 'Algo salió mal. Inténtalo de nuevo.',
  'problem.unreadable_answer':
    'No se pudo leer la respuesta. Inténtalo de nuevo; si sigue igual, recarga la página.',
  'problem.invalid_credentials': 'Ese correo y esa contraseña no van juntos. Revísalos e inténtalo de nuevo.',
  'problem.email_taken': 'Ya hay una cuenta con este correo. Inicia sesión.',
  'problem.wrong_password': 'Esta no es tu contraseña.',
  'problem.internal':
    'Algo salió mal en el servidor. Nada de lo que escribiste se pierde; inténtalo de nuevo.',
  'problem.shutting_down': 'El servidor se está reiniciando. Inténtalo de nuevo en un momento.',
  'problem.seat_taken':
    'Otra persona ocupó la última plaza hace un momento. La invitación sigue abierta: aún puedes unirte cuando quede una libre.',
  'problem.already_member': 'Ya estás en este grupo.',
  'problem.invitation_used': 'Esta invitación ya se usó. Pide otra.',
  'problem.invitation_expired': 'Esta invitación ha caducado. Pide otra.',
  'problem.invitation_revoked': 'Esta invitación se retiró. Pide otra.',
  'problem.last_operator':
    'Nadie más lleva este servidor. Nombra antes a otra persona; luego puedes cerrar tu cuenta.',
  'problem.owner_must_hand_over': 'Pásale antes la dirección a otra persona; luego puedes salir.',
  'problem.no_card': 'No hay ninguna tarjeta a la que cobrar. Guarda una primero.',
  'problem.payment_vendor_unavailable':
    'El proveedor de pagos no responde ahora. No se ha cobrado nada; inténtalo de nuevo en un momento.',
  'problem.reference': 'Referencia para quien lleva el servidor: {id}',
  'problem.second_factor_wrong':
    'Este código no es correcto o ya se usó. Espera el siguiente e inténtalo de nuevo.',
  'problem.password_changed': 'La contraseña se cambió hace un momento. Inicia sesión con la nueva.',
  'problem.link_over': 'Este enlace ya se usó o ha caducado. Pide otro.',
  'problem.wrong_recovery_code':
    'Este código no abre tus chats. Revísalo letra por letra; tiene ocho grupos de cuatro.',
  'problem.history_sealed':
    'Este chat está sellado desde que se perdió tu contraseña. Desbloquéalo en los ajustes con el código de recuperación de entonces.',
  'problem.invitation_needed':
    'Aquí solo pueden crear una cuenta las personas invitadas. Abre otra vez el enlace de tu invitación.',
  'problem.sign_up_closed': 'Aquí nadie más puede crear una cuenta. Pregunta a quien lleva este servidor.',
  'problem.email_unverified':
    'Confirma tu propio correo electrónico antes de enviar más invitaciones por correo. Los enlaces que entregas por tu cuenta no tienen límite.',
  'problem.passkey_refused':
    'No se aceptó esta llave de acceso. Inténtalo de nuevo o inicia sesión con tu contraseña.',
  'problem.passkey_cancelled':
    'No se eligió ninguna llave de acceso. Inténtalo de nuevo o inicia sesión con tu contraseña.',
  'problem.passkey_known': 'Esta llave de acceso ya está en tu cuenta.',
  'problem.passkey_failed':
    'Tu navegador no pudo usar aquí una llave de acceso. Prueba con otro o usa tu contraseña.',
  'problem.too_many_api_keys': 'Tienes tantas claves como puede haber. Revoca una que ya no uses.',
  'problem.own_cap_reached':
    'Es más de lo que te permites. Sube tus propios límites en la página de uso o pregunta algo más corto.',
} as const;
