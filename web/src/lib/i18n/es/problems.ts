export const problems = {
  'problem.network':
    'Sin conexión con el servidor. Nada de lo que escribiste se pierde; inténtalo de nuevo en un momento.',
  'problem.unavailable':
    'El servidor no responde ahora mismo. Nada de lo que escribiste se pierde; inténtalo de nuevo en un momento.',
  'problem.unknown': 'Algo salió mal. Inténtalo de nuevo.',
  'problem.unreadable_answer':
    'No se pudo leer la respuesta. Inténtalo de nuevo; si sigue igual, recarga la página.',
  'problem.fault':
    'Algo falló en esta misma página, no en tu conexión. Recárgala e inténtalo de nuevo; si sigue igual, díselo a quien lleva este servidor.',
  'problem.invalid_credentials': 'Ese correo y esa contraseña no van juntos. Revísalos e inténtalo de nuevo.',
  'problem.issuer_over': 'Este inicio de sesión tardó demasiado o ya se usó. Empieza de nuevo.',
  'problem.issuer_refused': 'El otro inicio de sesión no fue aceptado. Empieza de nuevo.',
  'problem.issuer_unreachable':
    'El otro inicio de sesión no responde ahora. Inténtalo de nuevo en un momento o pregunta a quien administra este servidor.',
  'problem.issuer_required':
    'Creaste esta cuenta con otro inicio de sesión. Usa ese; después tu contraseña abre tus chats.',
  'problem.issuer_taken': 'Otra cuenta de aquí ya está vinculada con esa. Inicia sesión con ella.',
  'problem.issuer_linked': 'Tu cuenta ya está vinculada.',
  'problem.rotation_running': 'Tu clave ya se está reemplazando. Espera a que termine.',
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
  'problem.already_answered': 'Ya has respondido; no hay nada más que hacer.',
  'problem.already_leaving': 'Este miembro ya se va.',
  'problem.already_started': 'Este grupo ya ha empezado; no hay nada que hacer.',
  'problem.body_cut': 'No llegó entero. Envíalo otra vez.',
  'problem.body_late': 'Tardó demasiado en llegar. Envíalo otra vez con mejor conexión.',
  'problem.body_too_large': 'Es demasiado largo. Acórtalo e inténtalo de nuevo.',
  'problem.context_too_long':
    'La conversación es demasiado larga para este modelo. Empieza otra o elige otro modelo.',
  'problem.conversation_busy': 'Aquí se está escribiendo todavía una respuesta. Espérala o detenla primero.',
  'problem.credit_exhausted':
    'Tu crédito no alcanza para esto. Cada día llega más; la página de uso dice cuánto.',
  'problem.cross_site': 'Esto vino de otro sitio y no se hizo. Recarga la página e inténtalo de nuevo.',
  'problem.forbidden': 'Solo quien es responsable del grupo puede hacer esto.',
  'problem.group_forming': 'El grupo no ha empezado todavía. Invita a los demás o deja que se inicie.',
  'problem.history_would_be_sealed':
    'Esto sellaría tus chats. Confirma que lo sabes, o usa tu código de recuperación.',
  'problem.leaving': 'Estás dejando este grupo. Anúlalo primero.',
  'problem.mail_unavailable': 'Este servidor no envía correo.',
  'problem.malformed_json': 'No se pudo leer la petición. Recarga la página e inténtalo de nuevo.',
  'problem.malformed_request': 'La dirección no es correcta. Recarga la página e inténtalo de nuevo.',
  'problem.method_not_allowed': 'Esto no se puede hacer aquí. Recarga la página e inténtalo de nuevo.',
  'problem.model_not_in_plan': 'El plan de este grupo no incluye este modelo. Elige otro.',
  'problem.model_unknown': 'Ese modelo ya no existe. Elige otro.',
  'problem.more_than_owed': 'Es más de lo que te deben. Pon menos.',
  'problem.no_period': 'Ahora no corre ningún mes en este grupo. Espera a que empiece el siguiente.',
  'problem.not_asked': 'Este reparto no aumenta tu parte, así que no espera por ti.',
  'problem.not_found': 'Aquí no hay nada, o no es tuyo.',
  'problem.passkeys_unavailable': 'Las llaves de acceso no funcionan en la dirección de este servidor.',
  'problem.payload_conflict': 'Esto ya se envió con otro contenido. Recarga la página e inténtalo de nuevo.',
  'problem.payment_method_unavailable':
    'Este servidor no acepta tarjetas. Paga directamente e indícalo aquí.',
  'problem.payment_not_claimable': 'Aquí no hay nada que pagar ahora: ya está pagado o espera respuesta.',
  'problem.payment_settled': 'Este pago ya tuvo respuesta; no hay nada que hacer.',
  'problem.plan_unavailable': 'El plan de este grupo ya no se ofrece. Crea un grupo nuevo.',
  'problem.proposal_open': 'Otro reparto espera aprobación. Respóndelo o haz que se retire primero.',
  'problem.proposal_over': 'Esta propuesta ya no está abierta. Propón otra vez.',
  'problem.request_in_progress': 'Ya se está haciendo. Espera un momento.',
  'problem.second_factor_enabled': 'El inicio en dos pasos ya está activado.',
  'problem.second_factor_not_begun': 'Empieza de nuevo a configurar el inicio en dos pasos.',
  'problem.second_factor_not_enabled': 'El inicio en dos pasos no está activado.',
  'problem.share_not_coverable': 'Aquí no hay nada que cubrir ahora: ya está pagado o espera respuesta.',
  'problem.share_past_due': 'Tu parte está vencida. Podrás usar el crédito otra vez cuando la pagues.',
  'problem.split_empty': 'Alguien tiene que pagar. Da una parte al menos a una persona.',
  'problem.split_incomplete': 'Di qué paga cada miembro, aunque sea nada.',
  'problem.split_negative': 'Nadie puede pagar menos que nada.',
  'problem.split_over': 'En total es demasiado. Bájalo.',
  'problem.split_stranger': 'El reparto nombra a alguien que ya no es miembro. Recarga la página.',
  'problem.split_too_large': 'Estos números son demasiado grandes.',
  'problem.split_under': 'En total es muy poco. Súbelo.',
  'problem.token_expired': 'Hay que renovar tu acceso. Inténtalo de nuevo.',
  'problem.too_many_attempts': 'Demasiados intentos. Espera unos minutos e inténtalo de nuevo.',
  'problem.too_many_invitations': 'Hay demasiadas invitaciones abiertas. Retira una primero.',
  'problem.unauthenticated': 'Inicia sesión para continuar.',
  'problem.unsupported_media_type': 'No se pudo leer la petición. Recarga la página e inténtalo de nuevo.',
  'problem.vault_locked': 'Tus chats están bloqueados en este dispositivo. Pon tu contraseña para abrirlos.',
  'problem.wrong_host': 'A este servidor se llega por otra dirección. Pregunta a quien lo gestiona.',
  'problem.no_card': 'No hay ninguna tarjeta a la que cobrar. Guarda una primero.',
  'problem.payment_vendor_unavailable':
    'El proveedor de pagos no responde ahora. No se ha cobrado nada; inténtalo de nuevo en un momento.',
  'problem.attachment_in_use': 'Este archivo ya pertenece a un mensaje. Borra el mensaje.',
  'problem.busy': 'El servidor está ocupado. Inténtalo de nuevo en un minuto.',
  'problem.group_over': 'Este grupo ha terminado. Crea uno nuevo.',
  'problem.issuer_not_linked': 'Tu cuenta no está unida a otro inicio de sesión.',
  'problem.issuer_unavailable':
    'Este servidor no tiene otra forma de iniciar sesión. Usa tu correo y contraseña.',
  'problem.leap_out_of_range': 'Mueve el reloj de 1 a 36 veces seguidas.',
  'problem.job_not_failed': 'Esta tarea espera o está en curso; no hay nada que hacer.',
  'problem.leap_too_far': 'Un grupo de prueba puede adelantarse diez años como mucho. Crea otro.',
  'problem.more_than_balance': 'Es más de lo que hay en el saldo. Pon menos.',
  'problem.same_plan': 'El grupo ya tiene este plan.',
  'problem.still_a_member': 'El saldo de un miembro paga su próxima parte. No se devuelve.',
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
  'problem.passkey_of_another':
    'Esta llave de acceso es de otra persona. Usa una tuya o tu contraseña, o cierra antes la sesión.',
  'problem.passkey_failed':
    'Tu navegador no pudo usar aquí una llave de acceso. Prueba con otro o usa tu contraseña.',
  'problem.too_many_api_keys': 'Tienes tantas claves como puede haber. Revoca una que ya no uses.',
  'problem.own_cap_reached':
    'Es más de lo que te permites. Sube tus propios límites en la página de uso o pregunta algo más corto.',
  'field.required': 'Rellena esto.',
  'field.too_short': 'Usa al menos {count} caracteres.',
  'field.too_long': 'Usa como máximo {count} caracteres.',
  'field.too_many': 'Como máximo {count} a la vez.',
  'field.too_many_bytes':
    'Es demasiado largo: usa como máximo {count} bytes. Las letras con acento y otros signos ocupan de dos a cuatro.',
  'field.not_one_line': 'Usa una línea de texto sin formato.',
  'field.not_an_email': 'Da una dirección de correo, como ann@example.org.',
  'field.too_common':
    'Es una de las contraseñas que se adivinan primero. Unas cuantas palabras juntas van bien.',
  'field.too_personal':
    'Cualquiera podría adivinarla: es tu nombre o tu dirección. Unas cuantas palabras juntas van bien.',
  'field.not_positive': 'Da más que nada, o déjalo vacío.',
  'field.in_the_past': 'Da un momento que aún esté por llegar.',
  'field.opens_nothing': 'Con esto no se abre ninguno de tus chats anteriores.',
  'field.out_of_range': 'Es demasiado o demasiado poco.',
  'field.unknown': 'Esto ya no está.',
  'field.invalid': 'Esto no tiene la forma correcta.',
} as const;
