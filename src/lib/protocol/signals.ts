import { mayInProject, type ProjectPermission, type ProjectRole } from './permissions.ts';

/** What one kind of signal may cost. Over `perSecond` on average, or over `burst` at once, it is refused by name. */
export type SignalQuota = {
	readonly perSecond: number;
	readonly burst: number;
	/** Of one payload. */
	readonly bytes: number;
	/** What its sender must be allowed to do. */
	readonly needs: ProjectPermission;
};

/** What can be said in a room and is never stored. */
export const SIGNAL_QUOTAS = {
	/** Where entities are while they are dragged; the newest of a peer stands for all before it. */
	drag: { perSecond: 20, burst: 20, bytes: 16 * 1024, needs: 'game.entity.modify' },
	chat: { perSecond: 1, burst: 5, bytes: 4 * 1024, needs: 'project.presence' },
	reaction: { perSecond: 4, burst: 8, bytes: 64, needs: 'project.presence' },
	/** "Look here": a place in the scene. */
	'ping-here': { perSecond: 1, burst: 3, bytes: 256, needs: 'project.presence' },
	/** A game's own. */
	message: { perSecond: 30, burst: 60, bytes: 4 * 1024, needs: 'project.presence' },
} as const satisfies Readonly<Record<string, SignalQuota>>;

export type SignalKind = keyof typeof SIGNAL_QUOTAS;

export const isSignalKind = (kind: string): kind is SignalKind => Object.hasOwn(SIGNAL_QUOTAS, kind);

export const maySignal = (role: ProjectRole, kind: SignalKind): boolean =>
	mayInProject(role, SIGNAL_QUOTAS[kind].needs);
