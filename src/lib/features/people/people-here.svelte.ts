import { m } from '#lib/paraglide/messages.js';
import type { DeviceIdentity } from '#lib/studio/device-identity.svelte.ts';
import { initials } from '#lib/ui/initials.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import { listPeople, type Person } from './people.ts';

/** Who else is in the project, and the ways to where they are. */
export class PeopleHere {
	#workspace: Workspace;
	#identity: DeviceIdentity;

	constructor(workspace: Workspace, identity: DeviceIdentity) {
		this.#workspace = workspace;
		this.#identity = identity;
	}

	get people(): readonly Person[] {
		const { session, scene } = this.#workspace;
		return listPeople(session.people, scene?.peers ?? [], this.#identity.id);
	}

	nameOf({ name }: Pick<Person, 'name'>): string {
		return name || m.people_guest();
	}

	initialsOf(person: Pick<Person, 'name'>): string {
		return initials(this.nameOf(person));
	}

	/** Where somebody is, in words: “Ana looks at “Tavern””, or only the name while that is not known. */
	whereabouts(person: Person): string {
		const title = this.titleOf(person);
		const name = this.nameOf(person);
		return title === undefined ? name : m.people_looks_at({ name, title });
	}

	titleOf({ document }: Person): string | undefined {
		return this.#workspace.session.documents.find(({ id }) => id === document)?.title;
	}

	/** Whether there is somewhere to go. */
	canVisit({ camera, document }: Person): boolean {
		const shown = this.#workspace.document?.id;
		return camera !== null || (document !== null && document !== shown);
	}

	/** Looks from where they look, when in the same scene; else opens the document they look at. */
	visit(person: Person): void {
		const { viewport, document, session } = this.#workspace;
		const elsewhere = person.document !== null && person.document !== document?.id;
		if (elsewhere && session.documents.some(({ id }) => id === person.document)) {
			this.#workspace.show(person.document);
		} else if (person.camera) {
			viewport?.setView(
				{ position: person.camera.position, target: person.camera.target },
				{ animate: true },
			);
		}
	}
}
