// Sets the theme before the first paint; a file of its own because the security policy allows no inline script.
(() => {
	let choice = null;
	try {
		choice = localStorage.getItem('rastudios.theme');
	} catch {
		// Storage is denied: the system's preference decides.
	}
	const system = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
	document.documentElement.dataset.theme = choice === 'dark' || choice === 'light' ? choice : system;
})();
