import type { VersionId } from '../../base/ids.ts';
import type { VersionInfo } from '../ports.ts';
import { newestFirst } from './version-record.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const KEEP_ALL_MS = DAY_MS;
const KEEP_DAILY_MS = 30 * DAY_MS;

type Dated = Pick<VersionInfo, 'id' | 'documentId' | 'createdAt' | 'label' | 'reason'>;

/**
 * Which versions are no longer worth their room, at `now` (milliseconds). Named ones and the bases of branches stay
 * for ever; of the others, all of the last 24 hours, and for 30 days the newest of each document and UTC day.
 */
export function versionsToRemove(versions: readonly Dated[], now: number): readonly VersionId[] {
	const newestOfDay = new Set<string>();
	const removed: VersionId[] = [];
	for (const version of versions.filter(isAutomatic).sort(newestFirst)) {
		const age = now - version.createdAt;
		const day = `${version.documentId}:${Math.floor(version.createdAt / DAY_MS)}`;
		const isNewest = !newestOfDay.has(day);
		newestOfDay.add(day);
		if (age >= KEEP_ALL_MS && !(isNewest && age < KEEP_DAILY_MS)) removed.push(version.id);
	}
	return removed;
}

const isAutomatic = ({ label, reason }: Dated): boolean => label === null && reason !== 'branch';
