using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace OvsWizard.Templates;

/// <summary>
/// The values a template sees. Scopes chain: what many hosts share is set once in a parent and costs nothing to reuse.
/// </summary>
public sealed class TemplateValues(TemplateValues? parent = null)
{
    private readonly LateObject _own = new();
    private ScriptObject? _flat;

    /// <summary>
    /// Sets <paramref name="name"/>, hiding a parent's value of that name. Takes whatever a parameter's reader gives,
    /// <see cref="Secret"/>, <see cref="TemplateValues"/> and lists of these; null stands for an empty text.
    /// </summary>
    public TemplateValues Set(string name, object? value)
    {
        _own[name] = ToScript(value);
        _flat = null;
        return this;
    }

    /// <summary>
    /// The same with a value that is made anew whenever a template asks for it; it is no part of a value that this is
    /// itself.
    /// </summary>
    public TemplateValues SetLate(string name, Func<object?> value)
    {
        _own.Late[name] = () => ToScript(value());
        return this;
    }

    /// <summary>Every name that a template may use, the parents' included.</summary>
    public IEnumerable<string> Names => _own.Keys.Concat(_own.Late.Keys).Union(parent?.Names ?? []);

    internal ScriptObject Own => _own;
    internal TemplateValues? Parent => parent;

    /// <summary>All values in one object: for a host that is itself a value. Complete it before it is set.</summary>
    private ScriptObject Flatten()
    {
        if (parent is null) return _own;
        if (_flat is not null) return _flat;
        _flat = new ScriptObject();
        parent.Flatten().CopyTo(_flat);
        _own.CopyTo(_flat);
        return _flat;
    }

    private static object ToScript(object? value) => value switch
    {
        null => "",
        string or bool or long or Secret => value,
        int number => (long)number,
        SecretReference reference => reference.Secret,
        TemplateValues values => values.Flatten(),
        System.Collections.IEnumerable list => new ScriptArray(list.Cast<object?>().Select(ToScript)),
        _ => throw new ArgumentException($"templates have no {value.GetType().Name}", nameof(value)),
    };

    private sealed class LateObject : ScriptObject
    {
        public Dictionary<string, Func<object>> Late { get; } = [];

        public override bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object value)
        {
            if (!Late.TryGetValue(member, out var make)) return base.TryGetValue(context, span, member, out value!);
            value = make();
            return true;
        }

        public override bool Contains(string member) => Late.ContainsKey(member) || base.Contains(member);
    }
}
