namespace OvsWizard.Inventories;

/// <summary>A group of an Ansible inventory as it was written.</summary>
internal sealed class AnsibleGroup(string name)
{
    public string Name { get; } = name;
    public HashSet<string> Hosts { get; } = [];
    public List<Placed<string>> Children { get; } = [];
    public Dictionary<string, ParameterValue> Vars { get; } = [];
}
