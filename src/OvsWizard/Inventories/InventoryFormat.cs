using System.Text.RegularExpressions;
using OvsWizard.Yaml;

namespace OvsWizard.Inventories;

/// <summary>How an inventory is written.</summary>
public enum InventoryFormat
{
    /// <summary>The product's own YAML.</summary>
    Own,

    /// <summary>Sections of host lines: the INI of Ansible.</summary>
    AnsibleIni,

    /// <summary>Groups with hosts, vars and children: the YAML, or JSON, of Ansible.</summary>
    AnsibleYaml,

    /// <summary>A header line and a line a host.</summary>
    Csv,

    /// <summary>ssh_config(5).</summary>
    SshConfig,

    /// <summary>
    /// A folder, a program, a plugin's settings, a list of hosts, or several: what Ansible makes of them.
    /// </summary>
    Ansible,
}

/// <summary>Tells from its content how an inventory is written; its name says nothing.</summary>
internal static partial class InventoryFormats
{
    private const int LongestLine = 1000;

    /// <summary>What a format is called in messages.</summary>
    public static string NameOf(InventoryFormat format) => format switch
    {
        InventoryFormat.Own => "OvsWizard inventory",
        InventoryFormat.AnsibleIni => "Ansible inventory (INI)",
        InventoryFormat.AnsibleYaml => "Ansible inventory (YAML)",
        InventoryFormat.Ansible => "Ansible inventory",
        InventoryFormat.Csv => "CSV",
        _ => "ssh configuration",
    };

    public static bool IsAnsible(InventoryFormat format) =>
        format is InventoryFormat.Ansible or InventoryFormat.AnsibleIni or InventoryFormat.AnsibleYaml;

    /// <exception cref="Failure">Input: it is no YAML, and would be an inventory of the product's own.</exception>
    public static InventoryFormat Of(string text, string file)
    {
        if (IsProgram(text) || IsEncrypted(text)) return InventoryFormat.Ansible;
        var lines = text.Split('\n').Select(l => Beginning(l.Trim()))
            .Where(l => l.Length > 0 && l[0] is not ('#' or ';')).ToList();
        if (lines.Count == 0) return InventoryFormat.Own;
        if (Section().IsMatch(lines[0])) return InventoryFormat.AnsibleIni;
        if (SshHost().IsMatch(lines[0])
            || (lines.Exists(SshHost().IsMatch) && SshOption().IsMatch(lines[0]))) return InventoryFormat.SshConfig;
        if (YamlStart().IsMatch(lines[0])) return OfYaml(text, file);
        return CsvInventory.IsHeader(lines[0]) ? InventoryFormat.Csv : InventoryFormat.AnsibleIni;
    }

    /// <summary>As much of a line as tells a format: what is tried on it may take the square of its length.</summary>
    private static string Beginning(string line) => line.Length <= LongestLine ? line : line[..LongestLine];

    /// <summary>Why an inventory cannot be read where Ansible is not installed.</summary>
    public static Failure OnlyAnsible(string text, string file)
    {
        FormattableString what = IsProgram(text) ? (FormattableString)$"this inventory is a program"
            : IsEncrypted(text) ? (FormattableString)$"this inventory is encrypted with ansible-vault"
                : $"this inventory asks a plugin of Ansible for its hosts";
        return new Failure(FailureKind.Input, what, $"only Ansible can read it, and it is not installed",
            $"install ansible-core, or where it is installed: ansible-inventory -i {file} --list --yaml --output hosts.yml, and name that file",
            at: new SourceLocation(file, 1, 1));
    }

    private static bool IsProgram(string text) => text.StartsWith("#!", StringComparison.Ordinal)
        || text.StartsWith("\u007fELF", StringComparison.Ordinal);

    private static bool IsEncrypted(string text) => text.StartsWith("$ANSIBLE_VAULT", StringComparison.Ordinal);

    private static InventoryFormat OfYaml(string text, string file)
    {
        YamlNode root;
        try
        {
            root = YamlFile.Parse(text, file);
        }
        catch (Failure) when (!OwnKey().IsMatch(text))
        {
            // Ansible's YAML has anchors and tags of its own.
            return InventoryFormat.AnsibleYaml;
        }
        if (root is not YamlMapping mapping
            || mapping.Entries.Any(e => e.Key.Value is "hosts" or "defaults" or "params")) return InventoryFormat.Own;
        if (mapping.Find("plugin") is not null) return InventoryFormat.Ansible;
        return mapping.Entries.Any(e => e.Value is YamlMapping group
            && group.Entries.Any(k => k.Key.Value is "hosts" or "children" or "vars" or "hostvars"))
            ? InventoryFormat.AnsibleYaml
            : InventoryFormat.Own;
    }

    [GeneratedRegex(@"^(hosts|defaults|params)\s*:", RegexOptions.Multiline)]
    private static partial Regex OwnKey();

    [GeneratedRegex(@"^\[[^\[\]:{}""',\s]+(:\w+)?\]\s*(#.*)?$")]
    private static partial Regex Section();

    [GeneratedRegex(@"^(Host|Match|Include)(\s+|\s*=\s*)[^\s=]", RegexOptions.IgnoreCase)]
    private static partial Regex SshHost();

    /// <summary>
    /// A keyword of ssh_config(5): letters alone, with a value after it that is no variable of Ansible.
    /// </summary>
    [GeneratedRegex(@"^[A-Za-z0-9]+(\s+|\s*=\s*)[^\s=]+(\s+[^=]*)?$")]
    private static partial Regex SshOption();

    [GeneratedRegex(@"^(---|\{|""[^""]*""\s*:|'[^']*'\s*:|[^\s:,=\[]+\s*:(\s|$)|%YAML|- |\[)")]
    private static partial Regex YamlStart();
}
