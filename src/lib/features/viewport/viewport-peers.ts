import type { EntityId } from '#lib/base/ids.ts';
import type { ViewportPeer } from '#lib/engine/viewport-port.ts';
import type { Peer } from '#lib/sync/presence.ts';

/** The others as the viewport draws them. `style` is where the design's colours are read from. */
export function viewportPeers(
	peers: readonly Peer[],
	style: Pick<CSSStyleDeclaration, 'getPropertyValue'>,
	guest: string,
): readonly ViewportPeer[] {
	return peers.map(({ clientId, user, selection, camera }) => ({
		id: String(clientId),
		name: user.name || guest,
		// three.js reads colours with commas only.
		color: style.getPropertyValue(`--peer-${user.color}`).trim().replace(/\s+/g, ', '),
		selection: selection as readonly EntityId[],
		camera,
	}));
}
