using System.Text;

namespace OvsWizard.Ssh;

/// <summary>
/// Cuts a stream of bytes into lines of text. Bytes go in as they come; lines go out at their newline, before a record
/// separator, at 64 KiB, or at the end. So what begins with a record separator begins a line, whatever was printed
/// before it.
/// </summary>
internal sealed class LineSplitter(Action<string> deliver)
{
    /// <summary>Bytes of the longest line that is delivered in one piece.</summary>
    public const int MaxLine = 64 * 1024;

    /// <summary>ASCII's record separator.</summary>
    public const char Separator = '\u001e';

    private readonly byte[] _line = new byte[MaxLine];
    private int _length;

    /// <param name="bytes">What has come.</param>
    /// <param name="leavesOut">Lines that do not begin with a record separator are not delivered: that takes no time,
    /// whatever the others take.</param>
    /// <returns>How many lines were left out.</returns>
    public int Add(ReadOnlySpan<byte> bytes, bool leavesOut = false)
    {
        var left = 0;
        while (bytes.Length > 0)
        {
            if (leavesOut && (_length > 0 ? _line[0] : bytes[0]) != Separator)
            {
                var next = bytes.IndexOf((byte)Separator);
                var passed = next < 0 ? bytes : bytes[..next];
                left += passed.Count((byte)'\n') + (_length > 0 ? 1 : 0);
                bytes = bytes[passed.Length..];
                _length = 0;
                continue;
            }
            var inside = _length == 0 && bytes[0] == Separator ? 1 : 0;
            var end = bytes[inside..].IndexOfAny((byte)'\n', (byte)Separator);
            var take = Math.Min(end < 0 ? bytes.Length : inside + end, MaxLine - _length);
            bytes[..take].CopyTo(_line.AsSpan(_length));
            _length += take;
            bytes = bytes[take..];
            if (bytes.Length > 0 && bytes[0] == '\n')
            {
                Deliver(_length);
                bytes = bytes[1..];
            }
            else if (_length > 0 && bytes.Length > 0 && bytes[0] == Separator)
            {
                Deliver(_length);
            }
            else if (_length == MaxLine)
            {
                Deliver(WholeCharacters());
            }
        }
        return left;
    }

    /// <summary>Delivers what stands after the last newline.</summary>
    public void End()
    {
        if (_length > 0) Deliver(_length);
    }

    private void Deliver(int count)
    {
        deliver(Encoding.UTF8.GetString(_line, 0, count));
        _line.AsSpan(count, _length - count).CopyTo(_line);
        _length -= count;
    }

    /// <summary>
    /// A cut must not fall into a character: as many bytes as hold whole ones (a UTF-8 sequence has four at most).
    /// </summary>
    private int WholeCharacters()
    {
        for (var back = 1; back <= 3; back++)
        {
            var b = _line[_length - back];
            if (b < 0x80) break;
            if (b >= 0xC0) return (b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2) > back ? _length - back : _length;
        }
        return _length;
    }
}
