/** What the page's own clock says, ms, to fractions: for how long something took. */
export const pageTime = (): number => performance.now();
