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
  'problem.reference': 'Referencia para quien lleva el servidor: {id}',
  'problem.second_factor_wrong':
    'Este código no es correcto o ya se usó. Espera el siguiente e inténtalo de nuevo.',
  'problem.too_many_api_keys': 'Tienes tantas claves como puede haber. Revoca una que ya no uses.',
  'problem.own_cap_reached':
    'Es más de lo que te permites. Sube tus propios límites en la página de uso o pregunta algo más corto.',
} as const;
