namespace OvsWizard.Lab.Image;

/// <summary>A finished image: the hosts' common root file system, and Docker's state with its container.</summary>
/// <param name="Below">The image that this one is a layer over.</param>
public sealed record LabImage(string Path, LabImage? Below = null)
{
    /// <summary>The layer's own files; all files where nothing is below.</summary>
    public string Root => System.IO.Path.Combine(Path, "root");

    /// <summary>What an overlay of the whole is made of, the uppermost first (kernel, filesystems/overlayfs).</summary>
    public IReadOnlyList<string> Layers => Below is null ? [Root] : [Root, .. Below.Layers];

    public string Docker => System.IO.Path.Combine(Path, "docker");

    public string Containerd => System.IO.Path.Combine(Path, "containerd");

    /// <summary>What was said while it was built.</summary>
    public string Log => Path + ".log";

    /// <summary>The same for full machines, once they are asked for.</summary>
    public MachineImage Machine => new(System.IO.Path.Combine(Path, "machine"));

    private string BelowFile => System.IO.Path.Combine(Path, "below");

    /// <summary>The image in this folder, with what it lies over.</summary>
    public static LabImage At(string path)
    {
        var image = new LabImage(path);
        return File.Exists(image.BelowFile) ? image with { Below = At(File.ReadAllText(image.BelowFile)) } : image;
    }

    /// <summary>Writes down what it lies over, so that <see cref="At"/> finds it.</summary>
    public void NoteBelow()
    {
        if (Below is not null) File.WriteAllText(BelowFile, Below.Path);
    }
}

/// <summary>What full machines boot with: the kernel, its initial ramdisk, and the disk that theirs lie over.</summary>
public sealed record MachineImage(string Path)
{
    public string Kernel => System.IO.Path.Combine(Path, "kernel");

    public string InitialRamdisk => System.IO.Path.Combine(Path, "initrd");

    public string Disk => System.IO.Path.Combine(Path, "disk");
}
