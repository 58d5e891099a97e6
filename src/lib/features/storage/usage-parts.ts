import type { StorageUse, UsageKind } from '#lib/studio/storage-facts.ts';

export type UsagePart = {
	readonly kind: UsageKind;
	readonly bytes: number;
	/** Of the whole bar, 0 to 1. */
	readonly share: number;
};

const KINDS: readonly UsageKind[] = ['projects', 'assets', 'versions', 'caches', 'other'];
/** So that a little of something is still seen. */
const LEAST_SHARE = 0.004;

/** The parts of the bar from its start; all shares and what is free come to one. */
export function usageParts({ kinds, usedBytes, quotaBytes }: StorageUse): readonly UsagePart[] {
	const whole = Math.max(usedBytes, quotaBytes ?? 0, 1);
	const parts = KINDS.map((kind) => ({ kind, bytes: kinds[kind], share: shareOf(kinds[kind], whole) }));
	const sum = parts.reduce((all, { share }) => all + share, 0);
	return sum > 1 ? parts.map((part) => ({ ...part, share: part.share / sum })) : parts;
}

const shareOf = (bytes: number, whole: number): number =>
	bytes > 0 ? Math.max(LEAST_SHARE, bytes / whole) : 0;
