import type { OpenDoor } from '../door.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { sendJson } from '../send.ts';

/** Whether the process lives, and whether it can do its work; nothing about what it holds. */
export function healthDoors({ flows }: GatewayOptions): readonly OpenDoor[] {
  return [
    healthDoor('healthz', ({ res }) => sendJson(res, 200, { status: 'up' })),
    healthDoor('readyz', async ({ res }) => {
      await flows.ready();
      sendJson(res, 200, { status: 'ready' });
    }),
  ];
}

function healthDoor(name: string, handle: OpenDoor['handle']): OpenDoor {
  return { name, method: 'get', path: `/${name}`, dialect: 'json', needs: 'nothing', handle };
}
