import type { Person } from './person';

/**
 * Gives somebody's browser a device that keeps passkeys; its owner unlocks it whenever it asks. `prf`: whether it gives what
 * opens the chats.
 */
export async function addAuthenticator(person: Person, { prf }: { prf: boolean }): Promise<void> {
  const session = await person.context.newCDPSession(person.page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: prf,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
