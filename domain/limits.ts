/**
 * Every limit of the project, in one place; docs/limits.md lists them for readers.
 * Durations are in the unit the name ends with.
 */
export const limits = {
  /** Hosts in one pool: the vendor's own limit (facts/xenserver.md §5). */
  poolHosts: 64,
  /** PIFs and VIFs that one discovery result may hold; bigger pools are read in parts, so that no payload passes 256 KB. */
  discoveryObjects: 600,
  /** Devices (NICs and VIFs) of one host that one run may touch. */
  hostDevices: 600,
  /** Bytes of standard output taken from one remote script; more is an error, never a cut answer. */
  scriptOutputBytes: 8 * 1024 * 1024,
  /** Bytes of standard error kept of one remote script. */
  scriptErrorBytes: 64 * 1024,
  /** Scripts running at once on one SSH connection; sshd allows 10 sessions and frees them late (facts/ssh-and-hosts.md §2). */
  channelsPerConnection: 4,
  connectTimeoutMs: 10_000,
  keepaliveIntervalMs: 5_000,
  keepaliveMisses: 3,
  /** An unused connection is closed after this. */
  connectionIdleMs: 60_000,
  /** What a host gets beyond the time of a script to stop it and to answer; then it counts as lost. */
  answerMarginSeconds: 30,
  /** A script that only reads. */
  readScriptSeconds: 60,
  /** A script that changes one host. */
  changeScriptSeconds: 90,
  /** A script that runs many `xe` calls on the coordinator. */
  xeScriptSeconds: 600,
  /** A look at a host's preconditions. */
  examineScriptSeconds: 30,
  /** Before-states of earlier changes that a host keeps. */
  hostJournals: 20,
  heartbeatSeconds: 3,
  /** Attempts of an activity that only reads, and of one that changes something. */
  readAttempts: 4,
  changeAttempts: 4,
  /** Packets one capture takes in a second at most, per NIC and direction. */
  capturePacketsPerSecond: 500,
  captureSeconds: 2,
  /** The longest capture that may be asked for. */
  captureSecondsMax: 300,
  /** Packets with a checksum verdict below which a capture is no evidence. */
  captureMinimumPackets: 200,
  /** Captures after a change, at most, to hear enough of a changed NIC. */
  cureCaptures: 3,
  /** Percentage of bad packets up to which they are strays: any network loses a few. */
  strayPercent: 1,
  /** Percentage of bad packets below which a sender counts as heard whole. */
  wholePercent: 10,
  /** Packets of one sender, none bad, below which they do not speak for it where others hear damage. */
  wholeMinimumPackets: 20,
  /** Bad packets of one sender below which nothing is said of it. */
  damagedMinimumPackets: 5,
  /** Senders told apart at one NIC: those with most bad packets, then those heard most. */
  captureSenders: 64,
  /** How long throughput is measured: it fills the NICs of two hosts. */
  throughputSeconds: 5,
  /** How long a measurement waits for its other side. */
  throughputPatienceSeconds: 10,
  /** "Confirm within N, or it goes back": above the 30-50 s a switch may need to forward again (facts/peers.md b). */
  confirmSeconds: 120,
  /** With less, a busy host is late with a good change; for the longest, a host that was cut off stays so. */
  confirmSecondsMin: 5,
  confirmSecondsMax: 3_600,
  /** How long an undo keeps trying after the dead man's switch must have fired. */
  undoPatienceSeconds: 60,
  /** Findings one audit lists; more are counted. Keeps its result below the size that leaves a run running for ever. */
  auditFindings: 1_000,
  /** Characters of a summary: the server takes 400 bytes, and a character has up to 3 (facts/temporal.md §4). */
  summaryCharacters: 130,
  /** Characters of a run's details: the server takes 20,000 bytes. */
  detailsCharacters: 6_000,
  /** How long a command waits for a run to answer what a person asked of it. */
  updateSeconds: 15,
  /** How late a scheduled audit may still start, after an outage. */
  scheduleCatchupSeconds: 3_600,
  /** How long preparing a server waits for it: a database may have to be set up first. */
  serverPatienceSeconds: 120,
  /** What a long-running worker gives its steps in flight to end, once it is asked to stop; then they are cancelled. */
  workerGraceSeconds: 30,
  /** A poller that the server has not heard of for so long is gone: a poll lasts a minute. */
  pollerSeconds: 75,
  /** Difference between the clocks of host and worker that a doctor bears. */
  clockSkewSeconds: 30,
  /** Free space a host must have where runs keep before-states and captures. */
  hostFreeKilobytes: 10_240,
  waveSize: 8,
  soakSeconds: 30,
  /** The longest soak that may be asked for. */
  soakSecondsMax: 86_400,
  /** Errors in the capture after a soak below which nothing is said to have grown worse. */
  soakErrors: 10,
  /** A host's lock that its run has not renewed for so long, beyond its time to confirm, counts as left over. */
  lockSeconds: 1_800,
} as const;
