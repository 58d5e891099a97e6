import { systemClock } from '../base/clock.ts';
import type { ProjectId } from '../base/ids.ts';
import { systemRandom } from '../base/random.ts';
import { ok, type Result } from '../base/result.ts';
import { m } from '../paraglide/messages.js';
import { openDeviceStorage } from '../storage/device-storage.ts';
import type { DeviceStorage } from '../storage/ports.ts';
import { createConnection } from '../sync/connection.ts';
import { browserHints } from '../sync/hints.ts';
import { createProjectsClient } from '../sync/projects-client.ts';
import { openWebSocket } from '../sync/socket.ts';
import { loadDeviceIdentity, type DeviceIdentity } from './device-identity.svelte.ts';
import { HomeStore } from './home-store.svelte.ts';
import { newEntry } from './new-project.ts';
import type { StudioParts } from './parts.ts';
import { ProjectSession, type OpenProblem } from './project-session.svelte.ts';

/** The composition root: builds the parts of this tab, hands them to whoever opens a project, takes them down. */
export class Studio {
	readonly home: HomeStore;
	#parts: StudioParts;
	#session = $state.raw<ProjectSession | null>(null);

	private constructor(parts: StudioParts) {
		this.#parts = parts;
		this.home = new HomeStore(parts);
	}

	static async open(window: Window): Promise<Studio> {
		const storage = await openDeviceStorage({ clock: systemClock });
		const identity = await loadDeviceIdentity(storage);
		const { origin, protocol, host } = window.location;
		const connection = createConnection({
			url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/sync`,
			client: identity.id,
			clock: systemClock,
			random: systemRandom,
			openSocket: openWebSocket,
			hints: browserHints(window),
		});
		const projects = createProjectsClient({
			origin,
			fetch: (url, init) => window.fetch(url, init),
			clock: systemClock,
		});
		return new Studio({ storage, identity, connection, projects, clock: systemClock, random: systemRandom });
	}

	get identity(): DeviceIdentity {
		return this.#parts.identity;
	}
	get storage(): DeviceStorage {
		return this.#parts.storage;
	}
	/** The project on screen; null at home. */
	get session(): ProjectSession | null {
		return this.#session;
	}

	/** Opens a project of this device and closes the one that was open. */
	async openProject(id: ProjectId): Promise<Result<ProjectSession, OpenProblem>> {
		await this.closeProject();
		const opened = await ProjectSession.open(this.#parts, id);
		if (opened.ok) this.#session = opened.value;
		return opened;
	}

	async closeProject(): Promise<void> {
		const session = this.#session;
		this.#session = null;
		await session?.close();
	}

	/** Keeps an invitation, so that opening the project fetches it. One's own projects stay one's own. */
	async joinProject(id: ProjectId, token: string): Promise<Result<void, string>> {
		const { storage, clock } = this.#parts;
		const known = await storage.projects.get(id);
		if (known?.origin === 'mine') {
			await storage.projects.patch(id, { removedAt: null });
		} else if (known) {
			await storage.projects.patch(id, { token, shared: true, removedAt: null });
		} else {
			// Until the server says what the link allows, nothing is.
			const entry = newEntry(id, m.projects_joined(), clock.now());
			await storage.projects.put({ ...entry, origin: 'joined', role: 'viewer', shared: true, token });
		}
		return ok();
	}

	/** Resolves when every edit made so far is durable on this device; false while it cannot be. */
	async whenDurable(): Promise<boolean> {
		return (await this.#session?.whenDurable()) ?? true;
	}

	async dispose(): Promise<void> {
		await this.closeProject();
		this.home.dispose();
		this.#parts.connection.dispose();
		this.#parts.storage.close();
	}
}
