namespace OvsWizard.Cli;

/// <summary>What the manual page explains beyond commands and options: how runs, inventories, diagnosis and exports work.</summary>
internal static class ManSections
{
    /// <summary>A title and its paragraphs, in English; their Chinese stands in Texts/zh/manual.yml.</summary>
    public static readonly (string Title, string[] Paragraphs)[] All =
    [
        ("RUNS",
        [
            "Before a step changes a host, the host prints how to put back what it is about to change: a short shell script, "
                + "the before-image. It is on the host's disk and in the journal here, both synced, before the change begins. "
                + "rollback runs these scripts backwards over all hosts and verifies each step.",
            "resume knows from the journal what was done, checks on the hosts whether it still holds, shows what has changed "
                + "meanwhile, finishes what was under way and goes on. The plan must be the one the run began with; otherwise "
                + "it says what differs and does nothing.",
            "A step that may cut the operator off is guarded: it runs apart from the session, one host at a time. Before it, "
                + "the host arms a timed undo of its own (systemd) that needs no connection. Only a fresh login that finds the "
                + "step verified, and every peer answering that answered before, disarms it.",
            "One run a host at a time: a second one is refused and told who holds the host, since when and from where. "
                + "A holder whose session is dead holds nothing; --take-over ends a living one.",
            "With --serial or --canary a run comes in batches, each proved before the next host is touched.",
            "runs prune deletes runs that ended more than --keep-days days ago (90) and have left no change on any host: those "
                + "rolled back, those that found nothing to change, and those declined or refused before any change, which "
                + "resume could have taken up until then. Kept for ever are runs whose changes stand, that failed or were "
                + "interrupted, or have batches to come, those that cannot be read, and of each runbook the newest that found "
                + "its hosts as they should be.",
        ]),
        ("INVENTORIES",
        [
            "A host takes address, port, user, identity, identity_certificate, password_env, become (sudo or none), jump and "
                + "params. What it leaves out comes from defaults, then from ssh's own configuration of that name.",
            "Host keys are always checked against known_hosts; an unknown or changed key is refused. Secrets are never values "
                + "of parameters: they are named (env:NAME, file:PATH), travel on the shell's own input, and are taken out of "
                + "all that is shown, logged or journaled.",
        ]),
        ("CONNECTIONS",
        [
            "How a host is reached is asked of ssh itself (ssh -G): Match, Include, tokens, canonical names and "
                + "/etc/ssh count as they do for ssh. What an Ansible inventory says is asked of ansible-inventory, "
                + "with the operator's ansible.cfg, plugins and vault. Where one of them is not installed, static "
                + "files are read without it, and what is passed over is said.",
            "Honoured are chains of ProxyJump, every ProxyCommand, HostKeyAlias, IdentityFile, CertificateFile, "
                + "IdentitiesOnly, IdentityAgent, keys on tokens through the agent, AddressFamily, BindAddress, "
                + "BindInterface, ConnectTimeout, ServerAliveInterval, files of known hosts, KnownHostsCommand, "
                + "RevokedHostKeys, StrictHostKeyChecking accept-new, algorithms, the methods of authentication and "
                + "their order, NumberOfPasswordPrompts and BatchMode.",
            "What cannot be honoured, and would lead elsewhere or let nobody in, is an error that names it: "
                + "ProxyUseFdpass, RemoteCommand and SessionType, or methods of authentication of which none is known "
                + "here. Not followed, and said in a note: StrictHostKeyChecking no, NoHostAuthenticationForLocalhost, "
                + "UpdateHostKeys ask. Further keys that a host announces after the login (UpdateHostKeys) are not "
                + "recorded here.",
            "Passwords, passphrases and second factors are asked for on the terminal or in the wizard, without "
                + "an echo, and once: what was right is known until the program ends, and is written nowhere. A wrong "
                + "one is said and asked for again. Where nobody can be asked, an agent holds the key, or password_env "
                + "names the variable that holds the password.",
        ]),
        ("DIAGNOSIS",
        [
            "diagnose probes every host at once, read-only, from the lowest layer up: services, underlay, firewall, switch, "
                + "tunnels, Docker, containers, boot; then real packets on each layer to every peer, small and full-size, and "
                + "TCP. Causes come first, what follows from them under them. What is right it knows from the newest run on "
                + "these hosts, or from the inventory. A symptom takes only the probes that matter to it.",
            "--fix carries out the repairs it names as a run like any other, then probes again. --bundle packs all evidence, "
                + "redacted, with an index.",
        ]),
        ("EXPORTS",
        [
            "--format sh writes one script a host, and all.sh, which leads them over ssh: sh DIR/all.sh plan, apply, verify, "
                + "rollback or status. --format ansible writes a playbook and an inventory for ansible-core alone; markdown "
                + "and html the change document, or with --run the report of a run.",
            "Equal plans give equal bytes. Secrets are asked for when an export is run; --ask-sudo (Ansible: -K) asks for the "
                + "password of sudo. Files that a step sends stand within the scripts.",
        ]),
    ];
}
