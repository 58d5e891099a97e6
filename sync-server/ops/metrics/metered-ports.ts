import type { Clock } from '#lib/base/clock.ts';
import type { Merger } from '../../rooms/merger.ts';
import type { DocumentLog } from '../../storage/document-log.ts';
import type { Storage } from '../../storage/open-storage.ts';
import type { StorePart } from './catalogue.ts';
import type { Metrics } from './metrics.ts';

type Method = (...args: unknown[]) => unknown;

/** The same store, counting what it does and what it fails. */
export function meterStorage(storage: Storage, metrics: Metrics, clock: Clock): Storage {
	return {
		...storage,
		documents: meterDocuments(storage.documents, metrics, clock),
		projects: countFailures(storage.projects, 'projects', metrics),
		blobs: countFailures(storage.blobs, 'blobs', metrics),
	};
}

/** The same port, counting the calls it failed. */
function countFailures<Port extends object>(port: Port, part: StorePart, metrics: Metrics): Port {
	const note = () => metrics.addBy('store_failures_total', part);
	return new Proxy(port, {
		get(target, name) {
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			return (...args: unknown[]) => {
				try {
					const result = (value as Method).apply(target, args);
					// Whoever called hears of it by the same promise.
					if (result instanceof Promise) result.catch(note);
					return result;
				} catch (cause) {
					note();
					throw cause;
				}
			};
		},
	});
}

/** The same log, counting what it stores, how long the disk takes, and what it sets aside. */
function meterDocuments(documents: DocumentLog, metrics: Metrics, clock: Clock): DocumentLog {
	const log = countFailures(documents, 'documents', metrics);
	return {
		async append(entries) {
			const start = clock.now();
			const rows = await log.append(entries);
			metrics.observe('commit_seconds', (clock.now() - start) / 1000);
			metrics.observe('commit_updates', entries.length);
			metrics.add('updates_stored_total', entries.length);
			return rows;
		},
		async load(address) {
			const stored = await log.load(address);
			if (stored.quarantined > 0) metrics.add('quarantined_total', stored.quarantined);
			return stored;
		},
		async compact(address, after, rows, content) {
			const stored = await log.compact(address, after, rows, content);
			if (stored) metrics.add('compactions_total');
			return stored;
		},
		async quarantine(address, row) {
			await log.quarantine(address, row);
			metrics.add('quarantined_total');
		},
		async quarantineSnapshot(address, snapshot) {
			await log.quarantineSnapshot(address, snapshot);
			metrics.add('quarantined_total');
		},
	};
}

/** The same merger, counting how long compactions take and which fail. */
export function meterMerger(merger: Merger, metrics: Metrics, clock: Clock): Merger {
	return {
		async compact(updates) {
			const start = clock.now();
			try {
				return await merger.compact(updates);
			} catch (cause) {
				metrics.add('compactions_failed_total');
				throw cause;
			} finally {
				metrics.observe('compaction_seconds', (clock.now() - start) / 1000);
			}
		},
		diff: (state, stateVector) => merger.diff(state, stateVector),
		read: (update) => merger.read(update),
		close: () => merger.close(),
	};
}
