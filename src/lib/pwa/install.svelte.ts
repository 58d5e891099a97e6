/** Chromium's offer to install, which no standard type describes. */
interface InstallOffer extends Event {
	prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** Installing the app, where the browser offers it to us. */
export class AppInstall {
	#offer = $state.raw<InstallOffer | null>(null);

	/** Listens on `target`, which is the window outside tests. */
	constructor(target: EventTarget) {
		target.addEventListener('beforeinstallprompt', (event) => {
			// Kept for our own button: the browser's banner would come at a moment nobody chose.
			event.preventDefault();
			this.#offer = event as InstallOffer;
		});
		target.addEventListener('appinstalled', () => (this.#offer = null));
	}

	get canInstall(): boolean {
		return this.#offer !== null;
	}

	/** Shows the browser's install dialog; true when the person accepted. An offer can be used once. */
	async install(): Promise<boolean> {
		const offer = this.#offer;
		if (!offer) return false;
		this.#offer = null;
		const { outcome } = await offer.prompt();
		return outcome === 'accepted';
	}
}
