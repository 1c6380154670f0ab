namespace OvsWizard.Export;

/// <summary>What a plan can be taken away as.</summary>
public enum ExportFormat
{
    /// <summary>One script of sh a host, and one that leads them all over ssh.</summary>
    Sh,

    /// <summary>A playbook and an inventory for ansible-core.</summary>
    Ansible,

    /// <summary>The change document; after a run, its report.</summary>
    Markdown,

    /// <summary>The same as a page that needs nothing beside it.</summary>
    Html,
}
