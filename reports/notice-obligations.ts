// Written by tools/license-index.ts from bundles/licenses/tables/obligations.json.

/** A line that ends with a colon says what the licences in the lines below it ask for. */
const lists = `
:
0BSD ANTLR-PD ANTLR-PD-fallback Beerware CC-PDDC CC-PDM-1.0 CC0-1.0 LicenseRef-Fedora-Public-Domain
LicenseRef-public-domain MIT-0 NCBI-PD NIST-PD NIST-PD-TNT NIST-PD-fallback NTIA-PD NTP-0 PDDL-1.0
SAX-PD SAX-PD-2.0 Unlicense WTFPL blessing
acknowledgement copyright-notice license-text:
Apache-1.0 Apache-1.1 BSD-4-Clause BSD-4-Clause-Shortened BSD-4-Clause-UC BSD-4.3RENO BSD-4.3TAHOE
MIT-advertising OLDAP-1.1 OLDAP-1.2 OLDAP-1.3 OLDAP-1.4 OLDAP-2.0 OLDAP-2.0.1 OLDAP-2.1 OLDAP-2.2
OLDAP-2.2.1 OLDAP-2.2.2 OLDAP-2.3 OLDAP-2.4 OLDAP-2.5 OLDAP-2.6 OpenSSL OpenSSL-standalone PHP-3.0
PHP-3.01 XFree86-1.1 Xdebug-1.03
copyright-notice:
CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-3.0-DE CC-BY-NC-3.0-IGO CC-BY-NC-4.0
CC-BY-NC-ND-1.0 CC-BY-NC-ND-2.0 CC-BY-NC-ND-2.5 CC-BY-NC-ND-3.0 CC-BY-NC-ND-3.0-DE
CC-BY-NC-ND-3.0-IGO CC-BY-NC-ND-4.0 CC-BY-NC-SA-1.0 CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.0-DE
CC-BY-NC-SA-2.0-FR CC-BY-NC-SA-2.0-UK CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0 CC-BY-NC-SA-3.0-DE
CC-BY-NC-SA-3.0-IGO CC-BY-NC-SA-4.0 CC-BY-ND-1.0 CC-BY-ND-2.0 CC-BY-ND-2.5 CC-BY-ND-3.0
CC-BY-ND-3.0-DE CC-BY-ND-4.0
copyright-notice disclose-source license-text network-disclosure same-license state-changes:
AGPL-1.0-only AGPL-1.0-or-later AGPL-3.0-only AGPL-3.0-or-later APL-1.0 CAL-1.0
CAL-1.0-Combined-Work-Exception CPAL-1.0 EUPL-1.1 EUPL-1.2 NPOSL-3.0 OSL-1.0 OSL-1.1 OSL-2.0 OSL-2.1
OSL-3.0 Parity-6.0.0 Parity-7.0.0 RPL-1.1 RPL-1.5 RPSL-1.0 SSPL-1.0 Watcom-1.0
copyright-notice disclose-source license-text same-license:
APSL-1.0 APSL-1.1 APSL-1.2 APSL-2.0 BitTorrent-1.0 BitTorrent-1.1 Bitstream-Charter Bitstream-Vera
CATOSL-1.1 CDDL-1.0 CDDL-1.1 CECILL-C CERN-OHL-W-2.0 CPL-1.0 CUA-OPL-1.0 ClArtistic EPL-1.0 EPL-2.0
ESA-PL-weak-copyleft-2.4 ErlPL-1.1 Frameworx-1.0 FreeImage IPA IPL-1.0 Interbase-1.0 LGPL-2.0-only
LGPL-2.0-or-later LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later LGPLLR
LPD-document LPL-1.0 LPL-1.02 LiLiQ-R-1.1 MMPL-1.0.1 MPL-1.0 MPL-1.1 MPL-2.0
MPL-2.0-no-copyleft-exception MS-RL Motosoto NGPL NPL-1.0 NPL-1.1 Nokia OCCT-PL OCLC-2.0 OFL-1.0
OFL-1.0-RFN OFL-1.0-no-RFN OFL-1.1 OFL-1.1-RFN OFL-1.1-no-RFN OPL-1.0 OSET-PL-2.1 QPL-1.0-INRIA-2004
RSCPL SISSL SISSL-1.2 SPL-1.0 SugarCRM-1.1.3 TAPR-OHL-1.0 Ubuntu-font-1.0 YPL-1.0 YPL-1.1 Zimbra-1.3
Zimbra-1.4 gSOAP-1.3b
copyright-notice disclose-source license-text same-license state-changes:
Artistic-1.0 Artistic-1.0-Perl Artistic-1.0-cl8 Artistic-2.0 Artistic-dist CECILL-1.0 CECILL-1.1
CECILL-2.0 CECILL-2.1 CERN-OHL-1.1 CERN-OHL-1.2 CERN-OHL-S-2.0 D-FSL-1.0 ESA-PL-strong-copyleft-2.4
EUPL-1.0 GPL-1.0-only GPL-1.0-or-later GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later
LAL-1.2 LAL-1.3 LPPL-1.0 LPPL-1.1 LPPL-1.2 LPPL-1.3a LPPL-1.3c LiLiQ-Rplus-1.1 OGTSL QPL-1.0
SMAIL-GPL SimPL-2.0 Sleepycat TGPPL-1.0 copyleft-next-0.3.0 copyleft-next-0.3.1
copyright-notice license-text:
AAL ADSL AMD-newlib AML AMPAS APAFML Adobe-2006 Adobe-Display-PostScript Adobe-Glyph Adobe-Utopia
Afmparse Aladdin BSD-1-Clause BSD-2-Clause BSD-2-Clause-Darwin BSD-2-Clause-Patent
BSD-2-Clause-Views BSD-2-Clause-first-lines BSD-2-Clause-pkgconf-disclaimer
BSD-2-Clause-pos-unchanged BSD-3-Clause BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-3-Clause-HP
BSD-3-Clause-LBNL BSD-3-Clause-Modification BSD-3-Clause-No-Military-License
BSD-3-Clause-No-Nuclear-License BSD-3-Clause-No-Nuclear-License-2014
BSD-3-Clause-No-Nuclear-Warranty BSD-3-Clause-Open-MPI BSD-3-Clause-OpenWebUI BSD-3-Clause-Sun
BSD-3-Clause-Tso BSD-3-Clause-acpica BSD-3-Clause-flex BSD-Advertising-Acknowledgement
BSD-Attribution-HPND-disclaimer BSD-Inferno-Nettverk BSD-Mark-Modifications BSD-Source-Code
BSD-Source-Code-no-disclaimer BSD-Source-alt-GPL BSD-Source-beginning-file BSD-Systemics
BSD-Systemics-W3Works BSL-1.0 BUSL-1.1 Baekmuk Barr BlueOak-1.0.0 Boehm-GC Boehm-GC-without-fee
Brian-Gladman-2-Clause Brian-Gladman-3-Clause Brian-Gladman-3-Clause-no-conversion
CDLA-Permissive-1.0 CDLA-Permissive-2.0 CECILL-B CERN-OHL-P-2.0 CFITSIO CMU-Mach CMU-Mach-nodoc
CNRI-Jython COIL-1.0 CPOL-1.02 Clips Condor-1.1 Cronyx CryptoSwift Cube DEC-3-Clause DL-DE-BY-2.0
DL-DE-ZERO-2.0 DOC DocBook-DTD DocBook-Schema DocBook-Stylesheet DocBook-XML ECL-1.0 EFL-1.0 EFL-2.0
EPICS ESA-PL-permissive-2.4 EUDatagrid Elastic-2.0 Entessa FSFAP FSFAP-no-warranty-disclaimer FSFUL
FSFULLR FSFULLRSD FSFULLRWD FSL-1.1-ALv2 FSL-1.1-MIT FTL Fair Ferguson-Twofish FreeBSD-DOC GD GL2PS
Giftware Gutmann HDF5 HIDAPI HP-1986 HP-1989 HPND HPND-DEC HPND-Fenneberg-Livingston HPND-INRIA-IMAG
HPND-Intel HPND-Kevlin-Henney HPND-MIT-disclaimer HPND-Markus-Kuhn HPND-Netrek HPND-Pbmplus HPND-SMC
HPND-UC HPND-UC-export-US HPND-doc HPND-doc-sell HPND-export-US HPND-export-US-acknowledgement
HPND-export-US-modify HPND-export2-US HPND-merchantability-variant HPND-sell-MIT-disclaimer-xserver
HPND-sell-regexpr HPND-sell-variant HPND-sell-variant-MIT-disclaimer
HPND-sell-variant-MIT-disclaimer-rev HPND-sell-variant-critical-systems HTMLTIDY Hippocratic-2.1
Hippocratic-3.0-core IBM-pibs ICU IJG IJG-short ISC ISC-Veillard ImageMagick Imlib2 Info-ZIP
Inner-Net-2.0 Intel Intel-ACPI JPL-image JPNIC JSON Jam JasPer-2.0 Kastrup Kazlib Knuth-CTAN LOOP
LZMA-SDK-9.11-to-9.20 LZMA-SDK-9.22 Latex2e Latex2e-translated-notice Leptonica LiLiQ-P-1.1 Libpng
Linux-OpenIB Linux-man-pages-1-para Linux-man-pages-copyleft Linux-man-pages-copyleft-2-para
Linux-man-pages-copyleft-var Lucida-Bitmap-Fonts MIT MIT-CMU MIT-Click MIT-Festival MIT-Khronos-old
MIT-Modern-Variant MIT-STK MIT-Wu MIT-enna MIT-feh MIT-open-group MIT-testregex MITNFA MS-PL MTLL
Mackerras-3-Clause Mackerras-3-Clause-acknowledgment MakeIndex Martin-Birgmeier Minpack MirOS
MulanPSL-1.0 MulanPSL-2.0 Multics NAIST-2003 NCGL-UK-2.0 NCSA NICTA-1.0 NIST-Software NLOD-1.0
NLOD-2.0 NRL NTP Naumen NetCDF Noweb OAR ODC-By-1.0 OFFIS OGC-1.0 OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0
OLDAP-2.7 OLDAP-2.8 OML OSSP OpenMDW-1.0 OpenVision PADL Pixar Plexus PolyForm-Noncommercial-1.0.0
PolyForm-Small-Business-1.0.0 PostgreSQL Qhull RSA-MD Rdisc Ruby Ruby-pty SGI-B-1.0 SGI-B-1.1
SGI-B-2.0 SGI-OpenGL SHL-0.5 SHL-0.51 SMLNJ SNIA SSH-OpenSSH SSH-short SSLeay-standalone SUL-1.0 SWL
Saxpath SchemeReport Sendmail Sendmail-8.23 Sendmail-Open-Source-1.1 Soundex Spencer-86 Spencer-94
Spencer-99 Sun-PPP Sun-PPP-2000 SunPro Symlinks TCL TCP-wrappers TTWL TTYP0 TU-Berlin-1.0
TU-Berlin-2.0 TekHVC TermReadKey TrustedQSL UCAR UCL-1.0 UMich-Merit UPL-1.0 UnRAR Unicode-3.0
Unicode-DFS-2015 Unicode-DFS-2016 Unicode-TOU UnixCrypt Unlicense-libtelnet Unlicense-libwhirlpool
VSL-1.0 Vixie-Cron WTFNMFPL WordNet X11 X11-distribute-modifications-variant X11-no-permit-persons
X11-swapped Xerox Xfig Xnet ZPL-1.1 ZPL-2.0 ZPL-2.1 Zend-2.0 bcrypt-Solar-Designer bzip2-1.0.6
check-cvs curl diffmark dtoa eGenix etalab-2.0 fwlw generic-xts hdparm libselinux-1.0 libtiff
libutil-David-Nugent lsof magaz mailprio man2html metamail mpi-permissive mpich2 mplus ngrep pkgconf
psfrag psutils python-ldap radvd snprintf softSurfer ssh-keyscan swrule ulem w3m xinetd
xkeyboard-config-Zinoviev xlock xpp zlib-acknowledgement
copyright-notice license-text notice-file state-changes:
Apache-2.0 ECL-2.0
copyright-notice license-text same-license state-changes:
CC-BY-SA-1.0 CC-BY-SA-2.0 CC-BY-SA-2.0-UK CC-BY-SA-2.1-JP CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-3.0-AT
CC-BY-SA-3.0-DE CC-BY-SA-3.0-IGO CC-BY-SA-4.0 CC-SA-1.0 CDLA-Sharing-1.0 GFDL-1.1-invariants-only
GFDL-1.1-invariants-or-later GFDL-1.1-no-invariants-only GFDL-1.1-no-invariants-or-later
GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2-invariants-only GFDL-1.2-invariants-or-later
GFDL-1.2-no-invariants-only GFDL-1.2-no-invariants-or-later GFDL-1.2-only GFDL-1.2-or-later
GFDL-1.3-invariants-only GFDL-1.3-invariants-or-later GFDL-1.3-no-invariants-only
GFDL-1.3-no-invariants-or-later GFDL-1.3-only GFDL-1.3-or-later ODbL-1.0 OPUBL-1.0
copyright-notice license-text state-changes:
AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 CNRI-Python CNRI-Python-GPL-Compatible PSF-2.0 Python-2.0
Python-2.0.1 Vim W3C W3C-19980720 W3C-20150513 Zlib libpng-1.6.35 libpng-2.0
copyright-notice state-changes:
CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-2.5-AU CC-BY-3.0 CC-BY-3.0-AT CC-BY-3.0-AU CC-BY-3.0-DE
CC-BY-3.0-IGO CC-BY-3.0-NL CC-BY-3.0-US CC-BY-4.0
`;

const table = new Map<string, readonly string[]>();
let obligations: readonly string[] = [];
for (const line of lists.trim().split('\n')) {
  if (line.endsWith(':')) obligations = line.slice(0, -1).split(' ').filter(Boolean);
  else for (const id of line.split(' ')) table.set(id, obligations);
}

/** What a licence asks for, by its SPDX id, exception aside; null: the table does not have it. */
export function obligationsOf(id: string): readonly string[] | null {
  return table.get(id.replace(/ WITH .*$/, '').replace(/\+$/, '')) ?? null;
}
