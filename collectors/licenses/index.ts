/** Licences: what packages declare, what their texts say, and both joined. The room's door. */
export { isLicensePath, type LicenseNote, licenseTextInspector } from './inspector.ts';
export { type LicenseHabit, normaliseLicense } from './normalise.ts';
export { type LicenseNotes, licenseNotes, licenseOf, looseLicenseTexts } from './package-license.ts';
